package io.recordsync.rules;

import static io.recordsync.rules.ReadingRulesTest.rules;
import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.rules.type.FieldType;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RoundTripTest {
    private static final String NAME = "read: {}\nback: {name: 'join(found.FirstName, found.LastName)'}";

    @Test
    void aNameThatIsDividedOtherwiseComesBackAsAnother() {
        assertThat(rules(NAME, "FirstName: firstName(record.name)\nLastName: lastName(record.name)")
                        .warnings())
                .allMatch(warning -> warning.startsWith("crm, contact, "))
                .anyMatch(warning -> warning.contains("FirstName: an edit to 'Mary Ann' comes back as 'Mary'"));
    }

    @Test
    void anEditThatChangesAnotherFieldIsTold() {
        String fields = """
                FirstName: coalesce(record.first_name, firstName(record.name))
                LastName: {value: "coalesce(record.last_name, lastName(record.name))", required: true}
                Name: record.name
                """;

        assertThat(rules("read: {}\nback: {first_name: found.FirstName, last_name: found.LastName}", fields)
                        .warnings())
                .anyMatch(
                        warning -> warning.matches("crm, contact, Name: an edit to '.*' makes (First|Last)Name '.*'"));
    }

    @Test
    void anExpressionThatFailsForABlankIsTold() {
        assertThat(rules("read: {}\nback: {a: \"'' + found.A\"}", "A: trim(record.a)")
                        .warnings())
                .anyMatch(warning -> warning.contains("an edit to '  ' cannot be read: a: cannot be computed"));
    }

    @Test
    void plainPathsOfAllTypesComeBackAsTheyWereSent() {
        String fields = FieldType.labels().stream()
                .map(type -> "%1$s: {value: \"record['%1$s']\", type: %1$s}".formatted(type))
                .collect(Collectors.joining("\n"));

        assertThat(rules("read: {}", fields).warnings()).isEmpty();
    }

    @Test
    void aPlainPathThatIsTooLongIsCutOnceAndThenStays() {
        assertThat(rules("read: {}", "Name: {value: record.name, maxLength: 5}").warnings())
                .isEmpty();
    }

    @Test
    void aLargeMappingIsTriedInBounds() {
        String fields =
                IntStream.range(0, 499).mapToObj("f%d: record.f%1$d"::formatted).collect(Collectors.joining("\n"));

        assertThat(rules("read: {}", fields).warnings()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("io.recordsync.rules.RuleSet#presets")
    void noPresetHasAWarning(String preset) {
        assertThat(RuleSet.preset(preset).warnings()).isEmpty();
    }
}
