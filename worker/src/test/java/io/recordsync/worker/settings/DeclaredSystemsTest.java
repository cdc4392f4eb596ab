package io.recordsync.worker.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.recordsync.connectors.files.FilesSettings;
import io.recordsync.connectors.salesforce.SalesforceSettings;
import io.recordsync.process.StartException;
import io.recordsync.rules.RuleSet;
import io.recordsync.settings.ConfiguredSystem;
import io.recordsync.settings.SettingException;
import io.recordsync.settings.SettingSources;
import io.recordsync.settings.Settings;
import io.recordsync.worker.systems.Rules;
import io.recordsync.worker.systems.Systems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeclaredSystemsTest {

    @TempDir
    private Path folder;

    @Test
    void theEnvironmentDeclaresSystemsWhoseSettingsBeginWithTheirNames() {
        Systems systems = systems(Map.of(
                "SYNC_SYSTEMS", "crm-eu:salesforce, archive:files",
                "CRM_EU_BASE_URL", "https://eu.my.salesforce.com",
                "CRM_EU_CLIENT_ID", "id",
                "CRM_EU_CLIENT_SECRET", "secret",
                "ARCHIVE_PATH", "/data/archive.csv"));

        ConfiguredSystem crm = systems.of("crm-eu");
        assertThat(crm.kind()).isEqualTo("salesforce");
        assertThat(crm.required()).isEqualTo("CRM_EU_BASE_URL, CRM_EU_CLIENT_ID and CRM_EU_CLIENT_SECRET");
        assertThat(((SalesforceSettings) crm.values().orElseThrow()).baseUrl())
                .hasToString("https://eu.my.salesforce.com");
        assertThat(((FilesSettings) systems.of("archive").values().orElseThrow()).path())
                .contains("/data/archive.csv");
    }

    @Test
    void theFileDeclaresSystemsAndTheEnvironmentGoesOverIt() throws IOException {
        Path config = file("""
                systems:
                  archive: {kind: files, path: /data/a.csv, key-column: number}
                  crm-eu: {kind: salesforce, base-url: https://eu.example, client-id: id, client-secret: secret}
                  hubspot: {api-token: token}
                """);
        Systems systems = new Systems(Settings.readAll(new SettingSources(
                        Map.of(),
                        Map.of("ARCHIVE_PATH", "/data/b.csv", "SYNC_SYSTEMS", "inbox:files"),
                        Optional.of(config)))
                .systems());

        FilesSettings archive = (FilesSettings) systems.of("archive").values().orElseThrow();
        assertThat(archive.path()).contains("/data/b.csv");
        assertThat(archive.keyColumn()).isEqualTo("number");
        assertThat(systems.of("crm-eu").isConfigured()).isTrue();
        assertThat(systems.of("hubspot").isConfigured()).isTrue();
        assertThat(systems.of("inbox").kind()).isEqualTo("files");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "systems.archive.kind: files\nsystems.archive.path: /data/a.csv",
                "systems.archive: {kind: files, path: /data/a.csv}",
                "systems: {archive.kind: files, archive.path: /data/a.csv}",
                "SYSTEMS: {archive: {KIND: files, PATH: /data/a.csv}}"
            })
    void theKeysOfTheFileMayBeDottedOrInCapitals(String yaml) throws IOException {
        ConfiguredSystem archive = systems(file(yaml)).of("archive");

        assertThat(archive.kind()).isEqualTo("files");
        assertThat(((FilesSettings) archive.values().orElseThrow()).path()).contains("/data/a.csv");
    }

    @ParameterizedTest
    @CsvSource({"no,false", "on,true", "12,12", "~,null"})
    void aNameOfASystemThatYamlDoesNotReadAsTextIsRefused(String name, String read) throws IOException {
        Path config = file("systems: {%s: {kind: files}}".formatted(name));

        assertThatThrownBy(() -> systems(config))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("YAML reads as %s, not as text. Put the name in quotes.", read);
        assertThat(systems(file("systems: {'no': {kind: files}}")).of("no").kind())
                .isEqualTo("files");
    }

    @Test
    void systemsWithoutNamesAreRefused() throws IOException {
        Path config = file("systems: crm-eu:salesforce");

        assertThatThrownBy(() -> systems(config))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("has systems without names; they are written systems: {archive: {kind: files}}");
    }

    @Test
    void aSecretOfADeclaredSystemCanBeGivenAsAFile() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "of the file\n");
        Systems systems = systems(Map.of(
                "SYNC_SYSTEMS", "crm-eu:salesforce",
                "CRM_EU_BASE_URL", "https://eu.my.salesforce.com",
                "CRM_EU_CLIENT_ID", "id",
                "CRM_EU_CLIENT_SECRET_FILE", secret.toString()));

        assertThat(((SalesforceSettings) systems.of("crm-eu").values().orElseThrow()).clientSecret())
                .isEqualTo("of the file");
    }

    @Test
    void aSystemThatNobodyDeclaresIsNamedLikeItsKind() {
        Systems systems = systems(Map.of("SYNC_SYSTEMS", "archive:files", "FILES_PATH", "/data/x.csv"));

        assertThat(systems.of("files").isConfigured()).isTrue();
        assertThat(systems.of("archive").isConfigured()).isFalse();
        assertThat(systems.of("hubspot").kind()).isEqualTo("hubspot");
    }

    @Test
    void aKindsNameMayBeDeclaredForThatKind() {
        assertThat(systems(Map.of("SYNC_SYSTEMS", "files:files,database:database"))
                        .of("database")
                        .required())
                .isEqualTo("SYNCED_DATABASE_URL");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            archive          | must be a comma-separated list of name:kind
            Archive:files    | names the system 'Archive', but a name must consist of lower-case letters, digits and -
            1st:files        | names the system '1st', but a name must consist of lower-case letters
            a_b:files        | names the system 'a_b', but a name must consist of lower-case letters
            a-to-b:files     | not contain -to-
            hubspot:files    | gives the system hubspot the kind files, but it already has the kind hubspot
            database:files   | gives the system database the kind files, but it already has the kind database
            a:files,a:hubspot| gives the system a the kind hubspot, but it already has the kind files
            archive:file     | \
            gives the system archive the kind 'file', which does not exist. The kinds are salesforce, hubspot
            worker:files     | \
            No system can be named worker: its settings would begin with WORKER_, and WORKER_PORT is another setting
            sync:files       | No system can be named sync: its settings would begin with SYNC_
            servicenow-client:webhook | \
            No system can be named servicenow-client: its settings would begin with SERVICENOW_CLIENT_, and \
            SERVICENOW_CLIENT_SECRET is another setting
            """)
    void aDeclarationThatIsNotAllowedIsRefusedWithTheReason(String declaration, String reason) {
        assertThatThrownBy(() -> systems(Map.of("SYNC_SYSTEMS", declaration)))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void aKindThatDoesNotExistIsRefusedWithAllDeclaredSystems() throws IOException {
        Path config = file("systems: {inbox: {kind: files}}");

        assertThatThrownBy(() -> Settings.readAll(new SettingSources(
                        Map.of(), Map.of("SYNC_SYSTEMS", "crm-eu:salesfarce,archive:files"), Optional.of(config))))
                .hasMessageContaining(
                        "gives the system crm-eu the kind 'salesfarce', which does not exist. The kinds are")
                .hasMessageContaining("The declared systems are inbox, crm-eu, archive.");
    }

    @Test
    void rulesThatSendRecordsToAnUnknownSystemAreRefusedWithTheSystemsThereAre() throws IOException {
        Path file = Files.writeString(folder.resolve("rules.yaml"), """
                name: mine
                routes: {contact: [crm-ue]}
                systems: {crm-ue: {entities: {contact: {object: Contact, fields: {LastName: record.name}}}}}
                """);

        assertThatThrownBy(() -> Rules.load(
                        file.toString(), systems(Map.of("SYNC_SYSTEMS", "crm-eu:salesforce")), system -> true))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("sends records to crm-ue, but the systems are salesforce")
                .hasMessageContaining("crm-eu");
    }

    @Test
    void aPresetThatDoesNotExistIsRefusedWithThoseOfTheDeclaredSystems() {
        Systems systems = systems(Map.of("SYNC_SYSTEMS", "archive:files"));

        assertThatThrownBy(() -> Rules.load("archvie-only", systems, system -> true))
                .isInstanceOf(StartException.class)
                .hasMessageContaining(
                        "SYNC_RULES is 'archvie-only', but must be default, salesforce-only, salesforce-two-way")
                .hasMessageContaining("files-two-way, webhook-only, archive-only, archive-two-way, or a rule file");
    }

    @Test
    void aNameMayHaveFortyCharacters() {
        String longest = "a" + "b".repeat(39);
        assertThat(systems(Map.of("SYNC_SYSTEMS", longest + ":files"))
                        .of(longest)
                        .kind())
                .isEqualTo("files");
        assertThatThrownBy(() -> systems(Map.of("SYNC_SYSTEMS", longest + "b:files")))
                .hasMessageContaining("40 characters");
    }

    @Test
    void aSystemOfTheFileWithoutAKindIsRefused() throws IOException {
        Path config = file("systems: {archive: {path: /data/a.csv}}");
        assertThatThrownBy(() -> systems(config))
                .hasMessageContaining("has the system archive without a kind; the kinds are salesforce, hubspot");
    }

    @Test
    void aSettingThatTheKindDoesNotHaveIsRefused() throws IOException {
        Path config = file("systems: {archive: {kind: files, pth: /a.csv}}");
        assertThatThrownBy(() -> systems(config))
                .hasMessageContaining(
                        "has the setting ARCHIVE_PTH, which does not exist. The nearest name is ARCHIVE_PATH.");
    }

    @Test
    void aWorkerThatIsToldToServeAnUnknownSystemNamesThoseThereAre() {
        Systems systems = systems(Map.of("SYNC_SYSTEMS", "archive:files"));

        assertThatThrownBy(() -> systems.requireKnown(List.of("archive", "archiv")))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("WORKER_SYSTEMS names archiv, but the systems are salesforce")
                .hasMessageContaining("archive");
    }

    @Test
    void eachSystemHasThePresetOfItsKindUnderItsName() {
        Map<String, String> environment = new HashMap<>();
        environment.put("SYNC_SYSTEMS", "inbox:files,archive:files");
        environment.put("INBOX_PATH", "/data/inbox.csv");
        environment.put("ARCHIVE_PATH", "/data/archive.csv");

        RuleSet rules = Rules.load("inbox-only,archive-only", systems(environment), system -> true);

        assertThat(rules.systems()).containsExactly("inbox", "archive");
        assertThat(rules.objects("archive")).containsExactly(Map.entry("contact", "contacts"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"files", "database"})
    void theRulesOfASystemMayHaveTheNamesThatItsKindAllows(String kind) throws IOException {
        Path file = Files.writeString(folder.resolve("rules.yaml"), """
                name: mine
                routes: {contact: [archive]}
                systems: {archive: {entities: {contact: {object: contacts, fields: {"First name": record.name}}}}}
                """);

        assertThat(Rules.read(
                                file.toString(),
                                systems(Map.of("SYNC_SYSTEMS", "archive:" + kind))
                                        .names())
                        .systems())
                .containsExactly("archive");
        assertThatThrownBy(() -> Rules.read(
                        file.toString(),
                        systems(Map.of("SYNC_SYSTEMS", "archive:hubspot")).names()))
                .hasMessageContaining("a vendor's name consists of letters");
    }

    private static Systems systems(Map<String, String> environment) {
        return new Systems(Settings.readAll(new SettingSources(Map.of(), environment, Optional.empty()))
                .systems());
    }

    private static Systems systems(Path config) {
        return new Systems(Settings.readAll(new SettingSources(Map.of(), Map.of(), Optional.of(config)))
                .systems());
    }

    private Path file(String yaml) throws IOException {
        return Files.writeString(folder.resolve("recordsync.yaml"), yaml);
    }
}
