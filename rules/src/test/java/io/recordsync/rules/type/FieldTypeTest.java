package io.recordsync.rules.type;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FieldTypeTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "string | '  some text ' | some text",
                "email | ' Alice@Example.COM ' | alice@example.com",
                "phone | +1 650-253-0000 | +16502530000",
                "phone | +49 (0)30 901820 | +4930901820",
                "url | https://example.com/a?b=c | https://example.com/a?b=c",
                "url | http://example.com | http://example.com",
                "date | 2026-01-20 | 2026-01-20",
                "date | 2026-01-20T23:30:00-02:00 | 2026-01-21",
                "date | 2024-02-29 | 2024-02-29",
                "date-time | 2026-01-20T17:16:48.933893+00:00 | 2026-01-20T17:16:48.933Z",
                "date-time | 2024-01-15T10:30:00.123456 | 2024-01-15T10:30:00.123Z",
                "date-time | 2024-01-15T10:30:00+02:00 | 2024-01-15T08:30:00.000Z",
                "date-time | 2024-01-15 10:30:00 | 2024-01-15T10:30:00.000Z",
                "date-time | 2024-01-15 | 2024-01-15T00:00:00.000Z",
                "zip-code | 12345 | 12345",
                "zip-code | 12345-6789 | 12345-6789",
                "zip-code | 123456789 | 12345-6789",
                "state | ca | CA",
                "state | New York | NY",
                "state | puerto rico | PR",
                "set | blue | blue",
                "set | ' red; blue;; red ;Blue' | Blue;blue;red",
                "object-id | 0012345678901234567 | 0012345678901234567",
                "object-id | 001D000000IqhSL | 001D000000IqhSLIAZ",
                "object-id | 001D000000IqhSLIAZ | 001D000000IqhSLIAZ"
            })
    void aGoodValueIsBroughtIntoItsNormalForm(String type, String value, String normal) {
        assertThat(check(type, value)).isEqualTo(CheckedValue.good(normal));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "email | alice",
                "email | alice@",
                "email | a b@example.com",
                "phone | call me",
                "phone | 12",
                "phone | 12345678901234567890",
                "url | javascript:alert(1)",
                "url | ftp://example.com",
                "url | not an address",
                "date | 2026-02-30",
                "date | 2023-02-29",
                "date | 20.01.2026",
                "date | +99999-01-01",
                "date-time | yesterday",
                "date-time | 2024-01-15T25:00:00",
                "decimal | twelve",
                "decimal | 1,234.50",
                "decimal | 1e999999999",
                "integer | 1.5",
                "integer | 9223372036854775808",
                "boolean | maybe",
                "object-id | 001D000000IqhSLIAB",
                "object-id | 001D0000",
                "object-id | 001D000000Iq-SL"
            })
    void aBadValueIsDroppedWithAComplaintThatDoesNotShowIt(String type, String value) {
        CheckedValue checked = check(type, value);

        assertThat(checked.value()).isNull();
        assertThat(checked.complaint())
                .hasValueSatisfying(complaint -> assertThat(complaint).doesNotContain(value));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "phone | +1-555-123-4567 | +15551234567",
                "phone | (650) 253-0000 | 6502530000",
                "phone | +1 650-253-0000 ext. 12 | +16502530000",
                "url | www.example.com/a | https://www.example.com/a",
                "zip-code | SW1A 1AA | SW1A 1AA",
                "state | Bavaria | Bavaria"
            })
    void aDoubtfulValueIsKeptWithAComplaintThatDoesNotShowIt(String type, String value, String kept) {
        CheckedValue checked = check(type, value);

        assertThat(checked.value()).isEqualTo(kept);
        assertThat(checked.complaint())
                .hasValueSatisfying(complaint -> assertThat(complaint).doesNotContain(value));
    }

    @Test
    void aPhoneNumberWithoutACountryIsOfTheGivenRegion() {
        assertThat(FieldType.PHONE.check("(650) 253-0000", Optional.of("US")))
                .isEqualTo(CheckedValue.good("+16502530000"));
        assertThat(FieldType.PHONE.check("030 901820", Optional.of("DE"))).isEqualTo(CheckedValue.good("+4930901820"));
    }

    @Test
    void equalAmountsHaveOneForm() {
        assertThat(check("decimal", "1.50")).isEqualTo(CheckedValue.good(new BigDecimal("1.5")));
        assertThat(check("decimal", new BigDecimal("1.500"))).isEqualTo(CheckedValue.good(new BigDecimal("1.5")));
        assertThat(check("decimal", "1E+2")).isEqualTo(CheckedValue.good(new BigDecimal("100")));
        assertThat(check("decimal", 100L)).isEqualTo(CheckedValue.good(new BigDecimal("100")));
        assertThat(check("decimal", new BigDecimal("0E-30"))).isEqualTo(CheckedValue.good(BigDecimal.ZERO));
        assertThat(check("integer", " 42 ")).isEqualTo(CheckedValue.good(42L));
        assertThat(check("integer", new BigDecimal("42.0"))).isEqualTo(CheckedValue.good(42L));
        assertThat(check("integer", Long.MIN_VALUE)).isEqualTo(CheckedValue.good(Long.MIN_VALUE));
    }

    @Test
    void booleansAreReadFromTextAndNumbers() {
        assertThat(check("boolean", true)).isEqualTo(CheckedValue.good(true));
        assertThat(check("boolean", "Yes")).isEqualTo(CheckedValue.good(true));
        assertThat(check("boolean", 1L)).isEqualTo(CheckedValue.good(true));
        assertThat(check("boolean", "FALSE")).isEqualTo(CheckedValue.good(false));
        assertThat(check("boolean", 0L)).isEqualTo(CheckedValue.good(false));
    }

    @Test
    void numbersAndBooleansBecomeText() {
        assertThat(check("string", 7)).isEqualTo(CheckedValue.good("7"));
        assertThat(check("string", 7.5)).isEqualTo(CheckedValue.good("7.5"));
        assertThat(check("string", 7L)).isEqualTo(CheckedValue.good("7"));
        assertThat(check("string", new BigDecimal("7.10"))).isEqualTo(CheckedValue.good("7.1"));
        assertThat(check("string", false)).isEqualTo(CheckedValue.good("false"));
    }

    @ParameterizedTest
    @EnumSource
    void nullAndBlankTextAreNullAndRight(FieldType type) {
        assertThat(type.check(null, Optional.empty())).isEqualTo(CheckedValue.good(null));
        assertThat(type.check(" \t\n", Optional.empty())).isEqualTo(CheckedValue.good(null));
    }

    @Test
    void aSetIsReadFromAListWhateverItsOrderAndIsNullWithoutAMember() {
        assertThat(check("set", Arrays.asList("red", null, "blue", 7L, "red", " ")))
                .isEqualTo(CheckedValue.good("7;blue;red"));
        assertThat(check("set", List.of())).isEqualTo(CheckedValue.good(null));
        assertThat(check("set", " ; ")).isEqualTo(CheckedValue.good(null));
        assertThat(check("set", List.of("a", List.of("b"))).value()).isNull();
        assertThat(FieldType.SET.limit("blue;red", 5).value()).isNull();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "SET")
    void noOtherTypeTakesAList(FieldType type) {
        CheckedValue checked = type.check(List.of("a"), Optional.empty());

        assertThat(checked.value()).isNull();
        assertThat(checked.complaint()).isPresent();
    }

    @ParameterizedTest
    @EnumSource
    void noTypeTakesAListOfListsOrAMapOrANumberThatFillsTheMemory(FieldType type) {
        for (Object value : List.of(List.of(List.of("a")), Map.of("a", "b"), new BigDecimal("1E+999999999"))) {
            CheckedValue checked = type.check(value, Optional.empty());

            assertThat(checked.value()).isNull();
            assertThat(checked.complaint()).isPresent();
        }
    }

    @ParameterizedTest
    @EnumSource
    void theNormalFormOfANormalFormIsItself(FieldType type) {
        Object normal = type.check(sample(type), Optional.empty()).value();

        assertThat(normal).isNotNull();
        assertThat(type.check(normal, Optional.empty())).isEqualTo(CheckedValue.good(normal));
    }

    @Test
    void textThatIsTooLongIsCutBetweenCharacters() {
        assertThat(FieldType.STRING.limit("ab\uD83D\uDE00", 3).value()).isEqualTo("ab");
        assertThat(FieldType.STRING.limit("\uD83D\uDE00", 1).value()).isNull();
        assertThat(FieldType.STRING.limit("ab cd", 3).value()).isEqualTo("ab");
        assertThat(FieldType.STRING.limit("abc", 3)).isEqualTo(CheckedValue.good("abc"));
        assertThat(FieldType.STRING.limit(null, 3)).isEqualTo(CheckedValue.good(null));
    }

    @Test
    void anAddressOrNumberThatIsTooLongIsDropped() {
        assertThat(FieldType.EMAIL.limit("alice@example.com", 5).value()).isNull();
        assertThat(FieldType.PHONE.limit("+16502530000", 5).value()).isNull();
    }

    private static CheckedValue check(String type, @Nullable Object value) {
        return FieldType.labelled(type).orElseThrow().check(value, Optional.empty());
    }

    private static Object sample(FieldType type) {
        return switch (type) {
            case STRING -> " text ";
            case EMAIL -> "Alice@example.com";
            case PHONE -> "+1 650 253 0000";
            case URL -> "https://example.com";
            case DATE -> "2026-01-20T10:00:00";
            case DATE_TIME -> "2026-01-20";
            case DECIMAL -> "1.50";
            case INTEGER -> "7";
            case BOOLEAN -> "yes";
            case ZIP_CODE -> "123456789";
            case STATE -> "Ohio";
            case OBJECT_ID -> "001D000000IqhSL";
            case SET -> "b; a";
        };
    }
}
