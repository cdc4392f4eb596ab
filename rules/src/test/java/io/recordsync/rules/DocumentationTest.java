package io.recordsync.rules;

import static io.recordsync.rules.Images.contact;
import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.rules.type.FieldType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What docs/rules.md promises. */
class DocumentationTest {
    private final String page = read();
    private final RuleSet example = RuleSet.parse(page.split("```yaml\n|```\n")[1], "docs/rules.md");

    @Test
    void theExampleRoutesAsItsCommentsSay() {
        assertThat(example.systems()).containsExactly("salesforce", "hubspot");
        assertThat(example.route(contact("type", "Customer "), Set.of()).actions())
                .containsOnlyKeys("salesforce", "hubspot");
        assertThat(example.route(contact("type", "employee"), Set.of()).actions())
                .isEmpty();
        assertThat(example.route(contact("type", "astronaut"), Set.of("salesforce", "hubspot"))
                        .actions())
                .containsExactlyInAnyOrderEntriesOf(Map.of("salesforce", Action.DELETE, "hubspot", Action.UPSERT));
    }

    @Test
    void theExampleMapsAsItsCommentsSay() {
        Map<String, Object> address = Map.of("city", "Reno", "state", "Nevada", "zip", "895011234");
        RecordImage image = contact(
                "name",
                "Ada Lovelace",
                "email",
                "ADA@example.com",
                "phone",
                "650-253-0000",
                "type",
                "Lead",
                "source",
                "web",
                "address",
                address,
                "created_at",
                "2026-01-20T10:00:00");
        Mapping mapping = example.map(image, "salesforce");

        assertThat(mapping.warnings()).isEmpty();
        assertThat(mapping.problems()).isEmpty();
        assertThat(mapping.match()).contains(new Match("Email", "ada@example.com"));
        assertThat(mapping.content())
                .containsEntry("FirstName", "Ada")
                .containsEntry("LastName", "Lovelace")
                .containsEntry("Phone", "+16502530000")
                .containsEntry("MailingCity", "Reno")
                .containsEntry("MailingState", "NV")
                .containsEntry("MailingPostalCode", "89501-1234")
                .containsEntry("LeadSource", "Web")
                .containsEntry("Rating", "Warm")
                .containsEntry("Customer_Since__c", "2026-01-20")
                .containsEntry("Newsletter__c", false);
        assertThat(example.map(image, "hubspot").content()).containsEntry("company", null);
    }

    @Test
    void everyTypeAndPresetIsExplained() {
        assertThat(FieldType.labels()).allSatisfy(label -> assertThat(page).contains("| `" + label + "` |"));
        assertThat(RuleSet.presets()).allSatisfy(preset -> assertThat(page).contains(preset + ".yaml"));
    }

    private static String read() {
        try {
            return Files.readString(Path.of("..", "docs", "rules.md"));
        } catch (IOException e) {
            throw new AssertionError("docs/rules.md cannot be read", e);
        }
    }
}
