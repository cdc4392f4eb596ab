package io.recordsync.rules;

import static io.recordsync.rules.Images.contact;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MappingTest {
    private final RuleSet preset = RuleSet.preset("default");

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "Alice Smith, -, -, Alice, Smith",
                "Madonna, -, -, -, Madonna",
                "'  Anna   Maria  de la Cruz ', -, -, Anna, Maria  de la Cruz",
                "Alice Smith, Bob, -, Bob, Smith",
                "Alice Smith, -, Jones, Alice, Jones",
                "-, Bob, Jones, Bob, Jones",
                "Alice Smith, '  ', '', Alice, Smith"
            })
    void namesAreSplitAndExplicitOnesWin(String name, String first, String last, String firstName, String lastName) {
        Mapping mapping = preset.map(contact("name", name, "first_name", first, "last_name", last), "salesforce");

        assertThat(mapping.content()).containsEntry("FirstName", firstName).containsEntry("LastName", lastName);
        assertThat(mapping.refused()).isFalse();
    }

    @Test
    void whatTheRecordLacksIsNullInTheContentSoThatItIsCleared() {
        Mapping mapping = preset.map(contact("name", "Madonna"), "hubspot");

        assertThat(mapping.content())
                .containsEntry("email", null)
                .containsEntry("phone", null)
                .containsEntry("firstname", null);
        assertThat(mapping.match()).isEmpty();
        assertThat(mapping.warnings()).isEmpty();
    }

    @Test
    void aMissingRequiredValueIsAProblemEvenWhereTheRulesAreLenient() {
        Mapping mapping = preset.map(contact("email", "alice@example.com"), "salesforce");

        assertThat(mapping.refused()).isTrue();
        assertThat(mapping.problems())
                .extracting(FieldProblem::field, FieldProblem::rule)
                .containsExactly(rule("LastName", "required"));
    }

    @Test
    void theInvalidPhoneOfTheSampleEventIsKeptInE164WithAWarning() {
        Mapping mapping = preset.map(contact("name", "Alice Smith", "phone", "+1-555-123-4567"), "hubspot");

        assertThat(mapping.content()).containsEntry("phone", "+15551234567");
        assertThat(mapping.warnings())
                .extracting(FieldProblem::field, FieldProblem::rule)
                .containsExactly(rule("phone", "phone"));
        assertThat(mapping.refused()).isFalse();
    }

    @Test
    void strictRulesRefuseWhatLenientOnesMend() {
        String strict = RuleSet.presetText("default").replace("strict: false", "strict: true");
        Mapping mapping =
                RuleSet.parse(strict, "test").map(contact("name", "Al Smith", "phone", "+1-555-123-4567"), "hubspot");

        assertThat(mapping.warnings()).isEmpty();
        assertThat(mapping.problems())
                .extracting(FieldProblem::field, FieldProblem::rule)
                .containsExactly(rule("phone", "phone"));
    }

    @Test
    void aFieldsOwnStrictnessWins() {
        RuleSet rules = rules("""
                strictOne: {value: record.mail, type: email, strict: true}
                lenientOne: {value: record.mail, type: email}
                """);
        Mapping mapping = rules.map(contact("mail", "nobody"), "crm");

        assertThat(mapping.problems()).extracting(FieldProblem::field).containsExactly("strictOne");
        assertThat(mapping.warnings()).extracting(FieldProblem::field).containsExactly("lenientOne");
        assertThat(mapping.content()).containsEntry("lenientOne", null);
    }

    @Test
    void textThatIsTooLongIsCutWithAWarningOrRefusedWhereStrict() {
        RuleSet rules = rules("""
                cut: {value: record.text, maxLength: 4}
                refused: {value: record.text, maxLength: 4, strict: true}
                fits: {value: record.text, maxLength: 8}
                """);
        Mapping mapping = rules.map(contact("text", "abc\uD83D\uDE00xyz"), "crm");

        assertThat(mapping.content()).containsEntry("cut", "abc").containsEntry("fits", "abc\uD83D\uDE00xyz");
        assertThat(mapping.warnings())
                .extracting(FieldProblem::field, FieldProblem::rule)
                .containsExactly(rule("cut", "maxLength"));
        assertThat(mapping.problems())
                .extracting(FieldProblem::field, FieldProblem::rule)
                .containsExactly(rule("refused", "maxLength"));
    }

    @Test
    void anAddressThatIsTooLongIsDroppedRatherThanMadeAnothers() {
        Mapping mapping = rules("mail: {value: record.mail, type: email, maxLength: 10}")
                .map(contact("mail", "alice@example.com"), "crm");

        assertThat(mapping.content()).containsEntry("mail", null);
        assertThat(mapping.warnings()).extracting(FieldProblem::rule).containsExactly("maxLength");
    }

    @Test
    void anExpressionThatCannotBeComputedIsNullWithAWarning() {
        Mapping mapping = rules("sum: {value: record.a + 1, type: integer}").map(contact("a", "SECRET"), "crm");

        assertThat(mapping.content()).containsEntry("sum", null);
        assertThat(mapping.warnings())
                .singleElement()
                .satisfies(problem -> assertThat(problem.rule()).isEqualTo("expression"))
                .satisfies(problem -> assertThat(problem.toString()).doesNotContain("SECRET"));
    }

    @Test
    void numbersKeepAllTheirDigits() {
        RuleSet rules = rules("""
                amount: {value: 'coalesce(record.none, record.amount)', type: decimal}
                text: record.amount
                count: {value: record.count, type: integer}
                sum: {value: record.small * 2.0, type: decimal}
                """);
        BigDecimal amount = new BigDecimal("12345678901234567890.12345678");
        Mapping mapping =
                rules.map(contact("amount", amount, "count", Long.MAX_VALUE, "small", new BigDecimal("1.25")), "crm");

        assertThat(mapping.content())
                .containsEntry("amount", amount)
                .containsEntry("text", "12345678901234567890.12345678")
                .containsEntry("count", Long.MAX_VALUE)
                .containsEntry("sum", new BigDecimal("2.5"));
    }

    @Test
    void aListOrMapIsNoContent() {
        Mapping mapping = rules("tags: record.tags\nhome: record.home")
                .map(contact("tags", List.of("a"), "home", Map.of("city", "Berlin")), "crm");

        assertThat(mapping.content()).containsEntry("tags", null).containsEntry("home", null);
        assertThat(mapping.warnings()).hasSize(2);
    }

    @Test
    void aSystemWithoutAMappingIsAProblemAndNoException() {
        assertThat(preset.map(contact(), "pipedrive").problems())
                .singleElement()
                .hasToString("contact: the rule set default has no mapping of it for the system pipedrive (mapping)");
    }

    @Test
    void nothingThatHoldsContentShowsItWhenPrinted() {
        RecordImage image = contact("name", "SECRET SECRET", "email", "secret@example.com", "phone", "SECRET");
        Mapping mapping = preset.map(image, "salesforce");

        assertThat(image + " " + mapping + " " + mapping.match()).doesNotContainIgnoringCase("secret");
    }

    private static Tuple rule(String field, String rule) {
        return tuple(field, rule);
    }

    private static RuleSet rules(String fields) {
        return RuleSet.parse("""
                name: test
                routes: {contact: [crm]}
                systems:
                  crm:
                    entities:
                      contact:
                        object: Contact
                        fields:
                """ + fields.stripTrailing().indent(10), "test");
    }
}
