package io.recordsync.rules;

import static io.recordsync.rules.Images.contact;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rule files under docs/connectors/examples. */
class ExamplesTest {

    private static final RecordImage ADA =
            contact("name", "Ada Lovelace", "email", "ADA@example.com", "phone", "650-253-0000", "type", "Lead");

    @Test
    void salesProKeepsAContactInItsCustomers() throws IOException {
        Mapping mapping = example("salespro").map(ADA, "database");

        assertThat(mapping.object()).isEqualTo("Customers");
        assertThat(mapping.match()).contains(new Match("Email", "ada@example.com"));
        assertThat(mapping.content())
                .containsEntry("LastName", "Lovelace")
                .containsEntry("Cell Phone", "6502530000")
                .containsEntry("CustomerStatus", "Open");
        assertThat(mapping.problems()).isEmpty();
    }

    @Test
    void marketSharpKeepsAContactInATableOfItsSchema() throws IOException {
        RuleSet rules = example("marketsharp");
        Mapping mapping = rules.map(ADA, "database");

        assertThat(rules.route(ADA, Set.of()).actions()).containsOnlyKeys("database");
        assertThat(mapping.object()).isEqualTo("marketsharp.Contact");
        assertThat(mapping.content())
                .containsEntry("homePhone", "+16502530000")
                .containsEntry("lead source", "recordsync")
                .containsEntry("doNotCall", false);
        assertThat(mapping.problems()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "salespro, Email, FirstName, LastName, CustomerStatus, Quoted, prospect",
        "marketsharp, email1, firstName, lastName, contactType, Customer, customer"
    })
    void whatIsEditedInTheTableComesBack(
            String name, String email, String first, String last, String status, String shown, String type)
            throws IOException {
        RuleSet rules = example(name);
        ReadingRules reading = rules.reading("database", "contact").orElseThrow();
        Map<String, @Nullable Object> row =
                new LinkedHashMap<>(Map.of(email, "ADA@example.com", first, "Ada", last, "King", status, shown));
        row.put(name.equals("salespro") ? "Cell Phone" : "homePhone", "+16502530000");

        Back back = reading.back(row, reading.paths());

        assertThat(back.unreadable()).isEmpty();
        assertThat(back.values())
                .containsEntry("email", "ada@example.com")
                .containsEntry("first_name", "Ada")
                .containsEntry("last_name", "King")
                .containsEntry("name", "Ada King")
                .containsEntry("type", type)
                .containsEntry("phone", "+16502530000");
        assertThat(rules.merging("contact").match()).containsExactly("email");
        // A column with a few values of its own shows less than a text can say.
        assertThat(rules.warnings()).allMatch(warning -> warning.contains(status) || warning.contains("doNotCall"));
    }

    @Test
    void salesProReadsProposalsAndMakesNoDealsOfThem() throws IOException {
        ReadingRules reading = example("salespro").reading("database", "deal").orElseThrow();

        assertThat(reading.paths()).containsExactlyInAnyOrder("name", "amount", "closed_at");
        assertThat(reading.creates()).isFalse();
    }

    private static RuleSet example(String name) throws IOException {
        Path file = Path.of("..", "docs", "connectors", "examples", name + ".yaml");
        return RuleSet.parse(Files.readString(file), file.toString());
    }
}
