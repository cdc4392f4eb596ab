package io.recordsync.rules;

import static io.recordsync.rules.Images.contact;
import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.rules.type.FieldType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
    void theTwoWayExampleIsReadAsItsCommentsSay() {
        RuleSet twoWay = RuleSet.parse(page.split("```yaml\n|```\n")[3], "docs/rules.md");
        ReadingRules salesforce = twoWay.reading("salesforce", "contact").orElseThrow();

        assertThat(salesforce.paths())
                .containsExactlyInAnyOrder("email", "phone", "first_name", "last_name", "interests", "status");
        assertThat(twoWay.reading("hubspot", "contact").orElseThrow().creates()).isFalse();
        assertThat(twoWay.merging("contact").wins("phone")).isEqualTo(new WinRule.Owner("salesforce"));
        assertThat(twoWay.warnings())
                .singleElement()
                .satisfies(warning -> assertThat(page).contains("`" + warning + "`"));
    }

    @Test
    void theDefaultsOfTheExplainedKeysAreThoseOfTheRules() {
        ReadingRules reading = ReadingRulesTest.reading("read: {}", "Email: record.email");

        assertThat(page)
                .contains("| `every` | how often changes are read | `5m` |")
                .contains("| `full` | how often all rows are read | `1d` |")
                .contains("| `{count: 20, percent: 10, most: 500}` |");
        assertThat(reading.every()).isEqualTo(Duration.ofMinutes(5));
        assertThat(reading.full()).isEqualTo(Duration.ofDays(1));
        assertThat(reading.deletesEvery()).isEqualTo(reading.every());
        assertThat(reading.deleteGuard()).isEqualTo(new DeleteGuard(20, 10, 500));
        assertThat(reading.creates()).isTrue();
        assertThat(reading.deletes()).isEqualTo(Deletes.KEEP);
        assertThat(reading.link()).isEqualTo(new Link(Link.Take.FILL, true));
        assertThat(reading.guardRead()).isFalse();
        assertThat(reading.onRefused()).isEmpty();
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
