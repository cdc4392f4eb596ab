package io.recordsync.worker.systems;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.recordsync.connectors.http.CallObserver;
import io.recordsync.connectors.http.TokenVault;
import io.recordsync.connectors.http.VendorHttp;
import io.recordsync.rules.RuleSet;
import io.recordsync.settings.StartException;
import io.recordsync.worker.settings.ConnectorParts;
import io.recordsync.worker.settings.HubSpotAccount;
import io.recordsync.worker.settings.SalesforceAccount;
import io.recordsync.worker.settings.SystemAccount;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RulesTest {

    private static final URI ORG = URI.create("https://acme.my.salesforce.com");
    private static final List<SystemAccount> BOTH = List.of(salesforce(ORG), hubSpot("a-token"));

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
        assertThatThrownBy(() -> Rules.load("default", List.of(salesforce(ORG), hubSpot("")), system -> true))
                .isInstanceOf(StartException.class)
                .hasMessage("The rule set default sends records to hubspot, so HUBSPOT_API_TOKEN must be set;"
                        + " or name another rule set by SYNC_RULES.");
        assertThatThrownBy(() -> Rules.load("default", List.of(salesforce(null), hubSpot("a-token")), system -> true))
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
                .hasMessageContaining("sends records to siebel, a system that recordsync does not know");
    }

    @Test
    void anAccountThatCannotBeUsedStopsTheStartWithASentence() {
        try (VendorHttp http = new VendorHttp(Duration.ofSeconds(1), InstantSource.system(), CallObserver.NONE)) {
            assertThatThrownBy(() -> Connectors.of(
                            List.of(salesforce(URI.create("ftp://acme"))),
                            system -> true,
                            new ConnectorParts(http, TokenVault.inMemory(), InstantSource.system())))
                    .isInstanceOf(StartException.class)
                    .hasMessage("The account of salesforce is not set right:"
                            + " the base URL must be like https://host, without user or query.");
        }
    }

    private static SalesforceAccount salesforce(@Nullable URI url) {
        return new SalesforceAccount(url, "an-id", "a-secret", "v66.0", "RecordsyncId__c", 0);
    }

    private static HubSpotAccount hubSpot(String token) {
        return new HubSpotAccount(URI.create("https://api.hubapi.com"), token, "v3", "recordsync_id", 0, 0, 0, null);
    }
}
