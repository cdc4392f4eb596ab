package io.recordsync.worker.systems;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.recordsync.process.StartException;
import io.recordsync.rules.RuleSet;
import io.recordsync.settings.SettingException;
import io.recordsync.settings.SettingSources;
import io.recordsync.settings.Settings;
import io.recordsync.settings.TenantSettings;
import io.recordsync.worker.CapturedLogs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RulesTest {

    private static final Map<String, String> SALESFORCE = Map.of(
            "SALESFORCE_BASE_URL", "https://acme.my.salesforce.com",
            "SALESFORCE_CLIENT_ID", "an-id",
            "SALESFORCE_CLIENT_SECRET", "a-secret",
            "SALESFORCE_DAILY_LIMIT", "0");
    private static final Map<String, String> HUBSPOT = Map.of("HUBSPOT_API_TOKEN", "a-token");
    private static final Systems BOTH = systems(both());

    @TempDir
    private Path folder;

    @Test
    void aPresetIsLoadedByItsName() {
        assertThat(Rules.load("hubspot-only", BOTH, system -> true).systems()).containsExactly("hubspot");
    }

    @Test
    void aFileIsLoadedByItsPath() throws IOException {
        Path file = Files.writeString(folder.resolve("rules.yaml"), RuleSet.presetText("salesforce-only"));

        assertThat(Rules.load(file.toString(), BOTH, system -> true).systems()).containsExactly("salesforce");
    }

    @Test
    void whatTheRulesDoNotBringBackIsLoggedWithAnExample() throws IOException {
        Path file = Files.writeString(folder.resolve("rules.yaml"), """
                name: lossy
                routes: {contact: [hubspot]}
                systems:
                  hubspot:
                    entities:
                      contact:
                        object: contacts
                        read: {}
                        fields: {firstname: firstName(record.name), lastname: lastName(record.name)}
                        back: {name: "join(found.firstname, found.lastname)"}
                """);
        try (CapturedLogs logs = new CapturedLogs()) {
            Rules.load(file.toString(), BOTH, system -> true);

            assertThat(logs.linesWith("hubspot, contact, firstname: an edit to 'Mary Ann' comes back as 'Mary'"))
                    .singleElement()
                    .asString()
                    .startsWith("WARN The rules do not bring back what is edited: ");
            assertThat(logs.linesWith("recordsync readers shows which systems are read"))
                    .hasSize(1);
        }
    }

    @Test
    void systemsWhoseAccountsAreSharedByTenantsAreNotRead() {
        TenantSettings shared = new TenantSettings(true);
        RuleSet reading = RuleSet.preset("salesforce-two-way");

        assertThatThrownBy(() -> Rules.requireOneTenant(reading, shared))
                .isInstanceOf(StartException.class)
                .hasMessage("The rule set salesforce-two-way reads systems, which is not possible while"
                        + " SYNC_SHARED_ACCOUNTS is true. Take the key read out of its mappings, or set"
                        + " SYNC_SHARED_ACCOUNTS to false.");
        Rules.requireOneTenant(RuleSet.preset("salesforce-only"), shared);
        Rules.requireOneTenant(reading, new TenantSettings(false));
    }

    @Test
    void aFileThatIsNotThereIsNamedWithWhatIsAllowed() {
        String missing = folder.resolve("missing.yaml").toString();

        assertThatThrownBy(() -> Rules.load(missing, BOTH, system -> true))
                .isInstanceOf(StartException.class)
                .hasMessage(
                        "SYNC_RULES is '%s', but must be %s, or a rule file that can be read.",
                        missing, String.join(", ", RuleSet.presets()));
    }

    @Test
    void whatIsNoFileNameIsNamedToo() {
        assertThatThrownBy(() -> Rules.load("a\0b", BOTH, system -> true))
                .isInstanceOf(StartException.class)
                .hasMessageStartingWith("SYNC_RULES is '");
        assertThatThrownBy(() -> Rules.load(folder.toString(), BOTH, system -> true))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("a rule file that can be read");
    }

    @Test
    void aFileWithMistakesIsRefusedWithThem() throws IOException {
        Path file = Files.writeString(folder.resolve("rules.yaml"), "name: mine\nrouts: {}\n");

        assertThatThrownBy(() -> Rules.load(file.toString(), BOTH, system -> true))
                .isInstanceOf(StartException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("routs");
    }

    @Test
    void aFileThatIsTooLargeIsNotRead() throws IOException {
        Path file = Files.writeString(folder.resolve("rules.yaml"), "#".repeat((1 << 20) + 1));

        assertThatThrownBy(() -> Rules.load(file.toString(), BOTH, system -> true))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("larger than 1 MB");
    }

    @Test
    void aSystemThatIsNotConfiguredIsNamedWithWhatItNeeds() {
        assertThatThrownBy(() -> Rules.load("default", systems(SALESFORCE), system -> true))
                .isInstanceOf(StartException.class)
                .hasMessage("The rule set default sends records to hubspot, so that HUBSPOT_API_TOKEN must be set."
                        + " Otherwise, name another rule set in SYNC_RULES.");
        assertThatThrownBy(() -> Rules.load("default", systems(HUBSPOT), system -> true))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("SALESFORCE_BASE_URL, SALESFORCE_CLIENT_ID and SALESFORCE_CLIENT_SECRET");
    }

    @Test
    void aSystemThatNobodyKnowsIsNamed() throws IOException {
        String rules = RuleSet.presetText("hubspot-only")
                .replace("hubspot:", "siebel:")
                .replace("[hubspot]", "[siebel]");
        Path file = Files.writeString(folder.resolve("rules.yaml"), rules);

        assertThatThrownBy(() -> Rules.load(file.toString(), BOTH, system -> true))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("sends records to siebel, but the systems are salesforce, hubspot");
    }

    @Test
    void anAccountThatCannotBeUsedStopsTheStartWithASentence() {
        assertThatThrownBy(() -> systems(Map.of(
                        "SALESFORCE_BASE_URL", "ftp://acme",
                        "SALESFORCE_CLIENT_ID", "an-id",
                        "SALESFORCE_CLIENT_SECRET", "a-secret")))
                .isInstanceOf(SettingException.class)
                .hasMessage("SALESFORCE_BASE_URL is set to a value that is not shown, but must be"
                        + " an address like https://acme.my.salesforce.com.");
    }

    private static Map<String, String> both() {
        Map<String, String> both = new HashMap<>(SALESFORCE);
        both.putAll(HUBSPOT);
        return both;
    }

    private static Systems systems(Map<String, String> environment) {
        return new Systems(Settings.readAll(new SettingSources(Map.of(), environment, Optional.empty()))
                .systems());
    }
}
