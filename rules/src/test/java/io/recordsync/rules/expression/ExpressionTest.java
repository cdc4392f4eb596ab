package io.recordsync.rules.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.recordsync.rules.type.CheckedValue;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpressionTest {
    private final ExpressionCompiler compiler = new ExpressionCompiler("record");
    private final Map<String, @Nullable Object> record = record();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "record.absent",
                "record.absent.city",
                "record.address.absent",
                "record.address.absent.further",
                "record.name.city",
                "record.nothing",
                "record.nothing.city",
                "record['absent']",
                "record.tags[9]",
                "record.tags[-1]",
                "record.tags['a']",
                "record.absent[0]",
                "{'lead': 'Hot'}[record.name]",
                "lower(record.absent.city)",
                "coalesce(record.absent, record.blank, record.nothing)",
                "firstName(record.absent)",
                "join(record.absent, record.blank, record.nothing)"
            })
    void aPathThatIsAbsentIsNullAndNoError(String source) {
        assertThat(evaluate(source)).isEqualTo(CheckedValue.good(null));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "record.address.city | Berlin",
                "record.tags[1] | b",
                "record['first name'] | Ada",
                "firstName(record.name) | Ada",
                "lastName(record.name) | King Lovelace",
                "firstName('Ada') | ",
                "lastName('Ada') | Ada",
                "lower(record.name) | ada king lovelace",
                "upper(record.address.city) | BERLIN",
                "trim('  x ') | x",
                "digits('+49 (30) 12-34') | 49301234",
                "digits(record.count) | 7",
                "lower(record.amount) | 12.5",
                "lower(100.0) | 100",
                "replace(record.name, ' ', '_') | Ada_King_Lovelace",
                "substring(record.name, 4, 8) | King",
                "substring(record.name, 9, 1000) | Lovelace",
                "substring(record.name, 1000, 2000) | ",
                "substring(record.name, -5, 3) | Ada",
                "phone('030 901820', 'DE') | +4930901820",
                "phone('not a phone', 'DE') | not a phone",
                "coalesce(record.absent, record.blank, record.address.city) | Berlin",
                "join(record.absent, record.blank, record.address.city) | Berlin",
                "join(' Ada ', record.blank, 'King', record.count, true) | Ada King 7 true",
                "join('1', '2', '3', '4', '5', '6', '7', '8') | 1 2 3 4 5 6 7 8",
                "record.name + '!' | Ada King Lovelace!",
                "has(record.address.city) ? 'yes' : 'no' | yes",
                "has(record.address.absent) ? 'yes' : 'no' | no",
                "has(record.absent.city) ? 'yes' : 'no' | no",
                "has(record.nothing) ? 'yes' : 'no' | no",
                "record.absent == null ? 'none' : 'some' | none",
                "record.tags.exists(tag, tag == 'b') ? 'yes' : 'no' | yes",
                "'b' in record.tags ? 'yes' : 'no' | yes",
                "record.amount > 12 ? 'much' : 'little' | much",
                "{'lead': 'Hot', 'customer': 'Won'}[record.type] | Hot",
                "record.address.city.startsWith('Ber') ? 'B' : '' | B",
                "string(record.count + 1) | 8"
            })
    void functionsAndOperatorsGive(String source, @Nullable String value) {
        assertThat(evaluate(source)).isEqualTo(CheckedValue.good(value));
    }

    @Test
    void numbersAreExactUnlessTheyAreComputedWith() {
        assertThat(evaluate("record.amount").value()).isEqualTo(new BigDecimal("12.5"));
        assertThat(evaluate("record.precise").value()).isEqualTo(record.get("precise"));
        assertThat(evaluate("record.amount + record.amount").value()).isEqualTo(new BigDecimal("25.0"));
        assertThat(evaluate("record.count").value()).isEqualTo(7L);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "record.name + record.absent",
                "record.name > 5",
                "record.count / 0",
                "record.amount / 0.0",
                "9223372036854775807 + record.count",
                "lower(record.tags)",
                "join(record.name, record.tags)",
                "record.absent.exists(tag, tag == 'b')",
                "'a'.matches(record.bracket)",
                "replace(record.name, '', 'x')"
            })
    void whatCannotBeComputedIsNullWithAComplaintThatHoldsNoValue(String source) {
        CheckedValue result = evaluate(source);

        assertThat(result.value()).isNull();
        assertThat(result.complaint())
                .hasValueSatisfying(complaint ->
                        assertThat(complaint).startsWith("cannot be computed").doesNotContain("Ada", "a(", "7"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "record. | character 8",
                "recrod.name | undeclared reference to 'recrod'",
                "nope(record.name) | undeclared reference to 'nope'",
                "firstName() | no matching overload for 'firstName'",
                "phone(record.phone) | no matching overload for 'phone'",
                "join(record.name) | no matching overload for 'join'",
                "join('1', '2', '3', '4', '5', '6', '7', '8', '9') | no matching overload for 'join'",
                "1 + 'a' | no matching overload for '_+_'",
                "record.tags.map(tag, tag + tag) | undeclared reference",
                "timestamp(record.name) | undeclared reference to 'timestamp'",
                "google.protobuf.Value{} | undeclared reference"
            })
    void whatCannotBeCompiledIsToldWithItsPlace(String source, String message) {
        assertThatThrownBy(() -> compiler.compile(source))
                .isInstanceOf(ExpressionException.class)
                .hasMessageContaining("at character ")
                .hasMessageContaining(message);
    }

    @Test
    void aPatternThatIsNoneIsRefused() {
        assertThatThrownBy(() -> compiler.compile("'x'.matches('a(')"))
                .isInstanceOf(ExpressionException.class)
                .hasMessageContaining("the pattern is not valid in RE2's syntax: missing closing )");
    }

    @Test
    void aPatternThatJavaAloneKnowsIsRefused() {
        assertRefused("'x'.matches('(?=a)b')");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(a{1000}){1000}",
                "((a{1000}){1000}){1000}",
                "(((((a{10}){10}){10}){10}){10}){10}",
                "a{1000}b{10}"
            })
    void aPatternThatIsTooLargeIsRefused(String pattern) {
        assertRefused("'x'.matches('" + pattern + "')");
        assertRefused("matches(record.name, '" + pattern + "')");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$ | 123e4567-e89b-12d3-a456-426614174000",
                "^([0-9]{1,3}[.]){3}[0-9]{1,3}$ | 192.168.0.1",
                "Ki+ng | Ada Kiing Lovelace",
                "(?i)^ada | Ada"
            })
    void anOrdinaryPatternIsFound(String pattern, String text) {
        record.put("text", text);

        assertThat(evaluate("record.text.matches('" + pattern + "')")).isEqualTo(CheckedValue.good(true));
        assertThat(evaluate("matches(record.text, '" + pattern + "')")).isEqualTo(CheckedValue.good(true));
        assertThat(evaluate("record.text.contains('a') || true")).isEqualTo(CheckedValue.good(true));
    }

    @Test
    void longDeepAndLargeExpressionsAreRefused() {
        assertRefused("'" + "x".repeat(ExpressionCompiler.MAX_LENGTH) + "'");
        assertRefused("(".repeat(100) + "1" + ")".repeat(100));
        assertRefused("[".repeat(100) + "]".repeat(100));
        assertRefused("1" + "+1".repeat(1000));
        assertRefused("record" + ".a".repeat(1000));
    }

    @Test
    void aListThatIsTooLongIsNotWalkedThrough() {
        record.put("tags", Collections.nCopies(1001, "a"));

        assertThat(evaluate("record.tags.all(tag, tag == 'a')").complaint())
                .contains("cannot be computed: a list has more than 1000 items");
    }

    @Test
    void nestedWalksShareOneBound() {
        record.put("tags", Collections.nCopies(100, "a"));

        assertThat(evaluate("record.tags.all(x, record.tags.all(y, x == y))").complaint())
                .isPresent();
    }

    @Test
    void theCaseOfLongTextChangesAsThatOfShortText() {
        String text = "Stra\u00dfe \u039f\u0394\u039f\u03a3 \u0130zmir \ud83d\ude00 "
                        .repeat(1000)
                        .strip()
                + "\ud801\udc00".repeat(2000);
        record.put("text", text);

        assertThat(evaluate("lower(record.text)")).isEqualTo(CheckedValue.good(text.toLowerCase(Locale.ROOT)));
        assertThat(evaluate("upper(record.text)")).isEqualTo(CheckedValue.good(text.toUpperCase(Locale.ROOT)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "record.tags.exists(tag, lower(record.text) == tag)",
                "record.tags.exists(tag, record.text.contains(tag))",
                "record.tags.exists(tag, record.text.matches(tag))",
                "record.tags.exists(tag, replace(record.text, tag, 'x') == tag)",
                "record.tags.exists(tag, record.text + tag == tag)"
            })
    void aLongTextIsNotReadForEachItemOfALongList(String source) {
        record.put("text", "x".repeat(TextFunctions.MAX_LENGTH - 10));
        record.put("tags", Collections.nCopies(900, "tag"));
        assertThat(evaluate(source).complaint()).contains("cannot be computed from these values");

        record.put("tags", Collections.nCopies(10, "tag"));
        assertThat(evaluate(source)).isEqualTo(CheckedValue.good(false));
    }

    @Test
    void textDoesNotGrowWithoutBound() {
        record.put("long", "x".repeat(TextFunctions.MAX_LENGTH));

        assertThat(evaluate("record.long").complaint()).isEmpty();
        assertThat(evaluate("record.long + record.long").complaint()).isPresent();
        assertThat(evaluate("replace(record.long, 'x', 'yy')").complaint()).isPresent();
    }

    @Test
    void whatIsNestedTooDeepIsNullAndHarmsNothing() {
        Object nested = "bottom";
        for (int i = 0; i < 10_000; i++) {
            nested = new ArrayList<>(List.of(nested));
        }
        record.put("deep", nested);
        record.put("deeper", new ArrayList<>(List.of(nested)));

        assertThat(evaluate("record.deep == record.deeper ? 'same' : 'other'").value())
                .isEqualTo("same");
    }

    private void assertRefused(String source) {
        assertThatThrownBy(() -> compiler.compile(source)).isInstanceOf(ExpressionException.class);
    }

    private CheckedValue evaluate(String source) {
        try {
            return compiler.compile(source).evaluate(RecordFields.of(record));
        } catch (ExpressionException e) {
            throw new AssertionError(source, e);
        }
    }

    private static Map<String, @Nullable Object> record() {
        Map<String, @Nullable Object> record = new HashMap<>();
        record.put("name", "Ada King Lovelace");
        record.put("first name", "Ada");
        record.put("type", "lead");
        record.put("blank", " ");
        record.put("nothing", null);
        record.put("bracket", "a(");
        record.put("count", 7L);
        record.put("amount", new BigDecimal("12.5"));
        record.put("precise", new BigDecimal("12345678901234567890.123456789"));
        record.put("tags", new ArrayList<>(List.of("a", "b")));
        record.put("address", Map.of("city", "Berlin"));
        return record;
    }
}
