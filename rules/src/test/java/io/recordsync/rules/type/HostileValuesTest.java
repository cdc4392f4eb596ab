package io.recordsync.rules.type;

import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Text that somebody made to cost much. A check whose cost grows with the square of the length would take hours at this
 * length, and one whose cost grows with the length a fraction of a second, so the time-out depends on no machine.
 */
class HostileValuesTest {
    private static final int LENGTH = 1_000_000;

    private static final List<String> PARTS = List.of(
            "@",
            ".",
            "-",
            "0",
            "a",
            " ",
            "\u00e4",
            "\ud83d\ude00",
            "\u0000",
            "\\",
            "\"",
            "(",
            "/",
            ":",
            "%41",
            "a.",
            "a@b.",
            "\u0130",
            "\uff10",
            "xn--");

    private static final List<String> BEGINNINGS = List.of("", "a@", "https://a.de/", "2026-01-20 ");

    @ParameterizedTest
    @EnumSource
    @Timeout(value = 5, unit = MINUTES, threadMode = ThreadMode.SEPARATE_THREAD)
    void theCostOfACheckIsBoundedForTextOfAnyLength(FieldType type) {
        assertThat(hostileTexts(LENGTH))
                .allSatisfy(
                        text -> assertThat(type.check(text, Optional.of("DE"))).isNotNull());
    }

    @ParameterizedTest
    @EnumSource
    void noTextMakesACheckFail(FieldType type) {
        for (int length = 1; length <= 3000; length = length * 2 + 1) {
            assertThat(hostileTexts(length))
                    .allSatisfy(text ->
                            assertThat(type.check(text, Optional.of("DE"))).isNotNull());
        }
    }

    @Test
    void whatIsTooLongToBeOfItsTypeIsNotValid() {
        String local = "a".repeat(64);
        String domain = ("b".repeat(62) + ".").repeat(3) + "c".repeat(60) + ".de";

        assertThat(FieldType.EMAIL.check(local + "@" + domain, Optional.empty()).complaint())
                .isEmpty();
        assertThat(FieldType.EMAIL.check("@".repeat(150_000) + " x", Optional.empty()))
                .isEqualTo(CheckedValue.bad("is not a valid e-mail address"));
        assertThat(FieldType.URL.check("https://example.com/" + "a".repeat(2029), Optional.empty()))
                .isEqualTo(CheckedValue.bad("is not a valid http or https address"));
        assertThat(FieldType.STATE.check("x".repeat(101), Optional.empty()))
                .isEqualTo(CheckedValue.doubtful("x".repeat(101), "is not a state of the USA"));
    }

    @Test
    void anAddressThatALibraryCannotReadIsNotValid() {
        String longLabel = "a@" + "\u00e4".repeat(1001) + ".de";
        String longLabelWithinTheBound = "a@" + "\u00e4".repeat(310) + ".de";

        for (String address : List.of(longLabel, longLabelWithinTheBound)) {
            assertThat(FieldType.EMAIL.check(address, Optional.empty()))
                    .isEqualTo(CheckedValue.bad("is not a valid e-mail address"));
        }
    }

    private static Stream<String> hostileTexts(int length) {
        return BEGINNINGS.stream()
                .flatMap(beginning ->
                        PARTS.stream().map(part -> beginning + part.repeat(length / part.length()) + " x"));
    }
}
