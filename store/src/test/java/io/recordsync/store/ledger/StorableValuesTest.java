package io.recordsync.store.ledger;

import static io.recordsync.store.Events.R1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StorableValuesTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "a\0b", "half \uD83D", "\uDE00 half"})
    void namesThatTheLedgerCannotHoldAreRefused(String name) {
        assertRefused(() -> new RecordKey(name, "contact", "r1"));
        assertRefused(() -> new RecordKey("default", name, "r1"));
        assertRefused(() -> new RecordKey("default", "contact", name));
        assertRefused(() -> change(name, "crm", Map.of(), "door"));
        assertRefused(() -> change("event", name, Map.of(), "door"));
        assertRefused(() -> change("event", "crm", Map.of(), name));
    }

    @Test
    void namesTooLongForAnIndexAreRefused() {
        assertRefused(() -> new RecordKey("default", "contact", "ß".repeat(128)));
        assertRefused(() -> change("e".repeat(1001), "crm", Map.of(), "door"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\0b", "half \uD83D"})
    void textThatTheLedgerCannotHoldIsRefusedWhereverItIs(String text) {
        assertRefused(() -> fields(Map.of("a", text)));
        assertRefused(() -> fields(Map.of(text, "a")));
        assertRefused(() -> fields(Map.of("a", List.of(Map.of(text, "a")))));
        assertRefused(() -> fields(Map.of("a", List.of(Map.of("b", List.of(text))))));
    }

    @Test
    void deepValuesAreRefused() {
        Object deep = "x";
        for (int depth = 0; depth < 100_000; depth++) {
            deep = List.of(deep);
        }
        Object value = deep;
        assertRefused(() -> fields(Map.of("a", value)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1E+401", "1E+1000000000", "1E-401", "-1E-1000000000"})
    void numbersFarLongerThanTheyLookAreRefused(BigDecimal number) {
        assertRefused(() -> fields(Map.of("a", number)));
        assertRefused(() -> Version.ofNumber(number));
    }

    @Test
    void whatJsonDoesNotKnowIsRefused() {
        assertRefused(() -> fields(Map.of("a", Double.NaN)));
        assertRefused(() -> fields(Map.of("a", Instant.EPOCH)));
    }

    @Test
    void aRefusalHoldsNoContent() {
        assertThatThrownBy(() -> fields(Map.of("marker", "marker\0")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a field has a null character, or is not valid Unicode");
    }

    @Test
    void numbersHaveOneForm() {
        Change change = fields(Map.of("a", 1, "b", new BigDecimal("1.0"), "c", 1.50f, "d", new BigDecimal("1E+20")));
        assertThat(change.fields())
                .isEqualTo(Map.of(
                        "a", 1L, "b", 1L, "c", new BigDecimal("1.5"), "d", new BigDecimal("1E+20").toBigInteger()));
    }

    @Test
    void versionsOfOneKindCompareAndOthersAreNeverOlder() {
        Version one = Version.ofNumber(BigDecimal.ONE);
        assertThat(one.isOlderThan(Version.ofNumber(new BigDecimal("1.1")))).isTrue();
        assertThat(one.isOlderThan(Version.ofNumber(new BigDecimal("1.0")))).isFalse();
        assertThat(one.isOlderThan(Version.ofTime(Instant.MAX))).isFalse();
        assertThat(one.isOlderThan(null)).isFalse();
        assertThat(Version.ofTime(Instant.MIN).isOlderThan(Version.ofTime(Instant.MAX)))
                .isTrue();
        assertThat(Version.parse(Version.ofTime(Instant.MAX).toString())).isEqualTo(Version.ofTime(Instant.MAX));
        assertThat(Version.parse("n:100")).isEqualTo(Version.ofNumber(new BigDecimal("1E+2")));
    }

    private static void assertRefused(ThrowingCallable make) {
        assertThatThrownBy(make).isInstanceOf(IllegalArgumentException.class);
    }

    private static Change fields(Map<String, @Nullable Object> fields) {
        return change("event", "crm", fields, "door");
    }

    private static Change change(String eventKey, String source, Map<String, @Nullable Object> fields, String door) {
        return new Change(eventKey, R1.key(), source, Change.Operation.CREATE, Change.Form.PATCH, null, fields, door);
    }
}
