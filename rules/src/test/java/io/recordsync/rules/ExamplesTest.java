package io.recordsync.rules;

import static io.recordsync.rules.Images.contact;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;

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

    private static RuleSet example(String name) throws IOException {
        Path file = Path.of("..", "docs", "connectors", "examples", name + ".yaml");
        return RuleSet.parse(Files.readString(file), file.toString());
    }
}
