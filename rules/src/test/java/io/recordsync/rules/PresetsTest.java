package io.recordsync.rules;

import static io.recordsync.rules.Images.contact;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PresetsTest {
    private static final RecordImage ALICE = contact(
            "name",
            "Alice Mary Smith",
            "email",
            " Alice.Smith@Example.com ",
            "phone",
            "+1 650-253-0000",
            "type",
            "lead");

    @ParameterizedTest
    @CsvSource({
        "lead, salesforce",
        "prospect, salesforce",
        "employee, salesforce",
        "customer, hubspot",
        "partner, hubspot",
        "vendor, hubspot",
        "Customer, hubspot",
        "astronaut, salesforce"
    })
    void theDefaultSendsEachTypeWhereItsDocumentationSays(String type, String system) {
        Route route = RuleSet.preset("default").route(contact("type", type), Set.of());

        assertThat(route.actions()).containsOnlyKeys(system).containsValue(Action.UPSERT);
    }

    @Test
    void theDefaultSendsARecordWithoutATypeToSalesforce() {
        assertThat(RuleSet.preset("default")
                        .route(contact("type", null), Set.of())
                        .actions())
                .containsOnlyKeys("salesforce");
    }

    @ParameterizedTest
    @CsvSource({
        "salesforce-only, salesforce",
        "hubspot-only, hubspot",
        "servicenow-only, servicenow",
        "outreach-only, outreach",
        "pipedrive-only, pipedrive",
        "database-only, database",
        "files-only, files",
        "webhook-only, webhook"
    })
    void anOnlyPresetSendsEveryTypeToItsOneSystem(String preset, String system) {
        RuleSet rules = RuleSet.preset(preset);

        assertThat(rules.systems()).containsExactly(system);
        for (String type : Arrays.asList("lead", "customer", "astronaut", null)) {
            assertThat(rules.route(contact("type", type), Set.of()).actions()).containsOnlyKeys(system);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"default", "salesforce-only"})
    void aContactBecomesSalesforcesContact(String preset) {
        Mapping mapping = RuleSet.preset(preset).map(ALICE, "salesforce");

        assertThat(mapping.object()).isEqualTo("Contact");
        assertThat(mapping.content())
                .containsEntry("FirstName", "Alice")
                .containsEntry("LastName", "Mary Smith")
                .containsEntry("Email", "alice.smith@example.com")
                .containsEntry("Phone", "+16502530000")
                .containsEntry("ContactType__c", "lead")
                .hasSize(5);
        assertThat(mapping.match()).contains(new Match("Email", "alice.smith@example.com"));
        assertThat(mapping.warnings()).isEmpty();
        assertThat(mapping.problems()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"default", "hubspot-only"})
    void aContactBecomesHubSpotsContact(String preset) {
        Mapping mapping = RuleSet.preset(preset).map(ALICE, "hubspot");

        assertThat(mapping.object()).isEqualTo("contacts");
        assertThat(mapping.content())
                .containsEntry("firstname", "Alice")
                .containsEntry("lastname", "Mary Smith")
                .containsEntry("email", "alice.smith@example.com")
                .containsEntry("phone", "+16502530000")
                .containsEntry("contact_type", "lead")
                .hasSize(5);
        assertThat(mapping.match()).contains(new Match("email", "alice.smith@example.com"));
        assertThat(mapping.refused()).isFalse();
    }

    @Test
    void aContactBecomesOutreachsProspectWithoutAType() {
        Mapping mapping = RuleSet.preset("outreach-only").map(ALICE, "outreach");

        assertThat(mapping.object()).isEqualTo("prospects");
        assertThat(mapping.content())
                .containsEntry("firstName", "Alice")
                .containsEntry("lastName", "Mary Smith")
                .containsEntry("email", "alice.smith@example.com")
                .containsEntry("workPhone", "+16502530000")
                .hasSize(4);
        assertThat(mapping.match()).contains(new Match("email", "alice.smith@example.com"));
    }

    @Test
    void aContactBecomesPipedrivesPerson() {
        RuleSet rules = RuleSet.preset("pipedrive-only");
        Mapping mapping = rules.map(ALICE, "pipedrive");

        assertThat(mapping.object()).isEqualTo("persons");
        assertThat(mapping.content())
                .containsEntry("name", "Alice Mary Smith")
                .containsEntry("email", "alice.smith@example.com")
                .containsEntry("phone", "+16502530000")
                .containsEntry("contact_type", "lead")
                .hasSize(4);
        assertThat(mapping.match()).contains(new Match("email", "alice.smith@example.com"));
        assertThat(mapping.refused()).isFalse();
        assertThat(rules.map(contact("first_name", "Ann", "last_name", "Lee"), "pipedrive")
                        .content())
                .containsEntry("name", "Ann Lee");
        assertThat(rules.map(contact("last_name", "Lee"), "pipedrive").content())
                .containsEntry("name", "Lee");
        assertThat(rules.map(contact("phone", "+16502530000"), "pipedrive").refused())
                .isTrue();
    }

    @Test
    void aContactBecomesARowOfADatabase() {
        Mapping mapping = RuleSet.preset("database-only").map(ALICE, "database");

        assertThat(mapping.object()).isEqualTo("customer_contact");
        assertThat(mapping.content())
                .containsEntry("first_name", "Alice")
                .containsEntry("last_name", "Mary Smith")
                .containsEntry("email", "alice.smith@example.com")
                .containsEntry("phone", "+16502530000")
                .containsEntry("contact_type", "lead")
                .hasSize(5);
        assertThat(mapping.match()).contains(new Match("email", "alice.smith@example.com"));
        assertThat(mapping.refused()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("presets")
    void aPresetIsNamedAsItsFileSaysAndKeepsItsFingerprint(String preset) {
        assertThat(RuleSet.preset(preset).name()).isEqualTo(preset);
        assertThat(RuleSet.preset(preset).fingerprint())
                .matches("[0-9a-f]{64}")
                .isEqualTo(RuleSet.preset(preset).fingerprint());
    }

    @ParameterizedTest
    @MethodSource("presetsOfOneSystem")
    void aSystemWithANameOfItsOwnHasThePresetOfItsKind(String preset) {
        String kind = preset.replaceFirst("-(only|two-way)$", "");
        SystemNames systems = new SystemNames(Map.of("second", kind));
        String name = preset.replace(kind, "second");

        RuleSet second = RuleSet.preset(name, systems);

        assertThat(RuleSet.isPreset(name, systems)).isTrue();
        assertThat(RuleSet.isPreset(name, SystemNames.OF_KINDS)).isFalse();
        assertThat(RuleSet.presets(systems)).contains(name);
        assertThat(second.name()).isEqualTo(name);
        assertThat(second.systems()).containsExactly("second");
        assertThat(second.route(ALICE, Set.of()).actions()).containsOnlyKeys("second");
        assertThat(second.map(ALICE, "second")).isEqualTo(RuleSet.preset(preset).map(ALICE, kind));
        assertThat(second.fingerprint()).isNotEqualTo(RuleSet.preset(preset).fingerprint());
    }

    @Test
    void presetsOfTwoSystemsOfOneKindHoldTogether() {
        SystemNames systems = new SystemNames(Map.of("inbox", "files", "archive", "files"));

        RuleSet both = RuleSet.preset("inbox-only", systems).and(RuleSet.preset("archive-only", systems));

        assertThat(both.route(ALICE, Set.of()).actions()).containsOnlyKeys("inbox", "archive");
    }

    @Test
    void theDefaultNamesBothSystemsInTheOrderOfTheFile() {
        assertThat(RuleSet.preset("default").systems()).containsExactly("salesforce", "hubspot");
    }

    @Test
    void anUnknownPresetIsToldWithTheNearest() {
        assertThatThrownBy(() -> RuleSet.preset("hubspot_only"))
                .isInstanceOf(RuleSetException.class)
                .hasMessageContaining("did you mean hubspot-only?");
    }

    static List<String> presets() {
        return RuleSet.presets();
    }

    static List<String> presetsOfOneSystem() {
        return RuleSet.presets().stream()
                .filter(preset -> !preset.equals("default"))
                .toList();
    }
}
