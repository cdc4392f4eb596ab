package io.recordsync.worker.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.recordsync.connectors.database.DatabaseSettings;
import io.recordsync.connectors.files.FilesSettings;
import io.recordsync.connectors.hubspot.HubSpotSettings;
import io.recordsync.connectors.kinds.SystemKind;
import io.recordsync.connectors.kinds.SystemKinds;
import io.recordsync.settings.ConfiguredSystem;
import io.recordsync.settings.SettingException;
import io.recordsync.settings.SettingSources;
import io.recordsync.settings.Settings;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SystemSettingsTest {

    @Test
    void theDatabasesNamesAreApartFromThoseOfOurOwnLedger() {
        DatabaseSettings settings = configured(
                "database",
                DatabaseSettings.class,
                Map.of(
                        "DATABASE_URL",
                        "postgres://a:b@h/ledger",
                        "SYNCED_DATABASE_URL",
                        "jdbc:sqlite:/var/crm.db",
                        "SYNCED_DATABASE_RECORD_ID_COLUMN",
                        "our_id",
                        "SYNCED_DATABASE_MODIFIED_COLUMN",
                        "none",
                        "SYNCED_DATABASE_POOL_SIZE",
                        "3"));

        assertThat(settings.url()).isEqualTo("jdbc:sqlite:/var/crm.db");
        assertThat(settings.recordIdColumn()).isEqualTo("our_id");
        assertThat(settings.modifiedColumn()).isEmpty();
        assertThat(settings.deletedColumn()).isEmpty();
        assertThat(settings.poolSize()).isEqualTo(3);
    }

    @Test
    void theTimeOfATransactionIsTheDatabasesOwnAndNotThatOfHttpCalls() {
        Map<String, String> slowHttp = Map.of("HTTP_TIMEOUT", "90s", "SYNCED_DATABASE_URL", "jdbc:sqlite:/var/crm.db");
        Map<String, String> slowDatabase =
                Map.of("SYNCED_DATABASE_URL", "jdbc:sqlite:/var/crm.db", "SYNCED_DATABASE_TIMEOUT", "7");

        assertThat(configured("database", DatabaseSettings.class, slowHttp).timeout())
                .isEqualTo(Duration.ofSeconds(30));
        assertThat(configured("database", DatabaseSettings.class, slowDatabase).timeout())
                .isEqualTo(Duration.ofSeconds(7));
    }

    @Test
    void withoutAnAddressTheDatabaseIsNotConfigured() {
        assertThat(system("database", Map.of("DATABASE_URL", "postgres://a:b@h/ledger"))
                        .isConfigured())
                .isFalse();
    }

    @Test
    void oneOfTheAlternativesIsEnough() {
        assertThat(system("files", Map.of("FILES_SOURCE", "/data/x.csv")).isConfigured())
                .isTrue();
        assertThat(system("files", Map.of()).required()).isEqualTo("FILES_PATH, or FILES_SOURCE");
        assertThat(system("servicenow", Map.of()).required())
                .isEqualTo("SERVICENOW_BASE_URL, SERVICENOW_USERNAME and SERVICENOW_PASSWORD, or"
                        + " SERVICENOW_BASE_URL, SERVICENOW_CLIENT_ID and SERVICENOW_CLIENT_SECRET");
    }

    @Test
    void valuesAreOfTheirTypes() {
        FilesSettings files =
                configured("files", FilesSettings.class, Map.of("FILES_PATH", "/data/x.csv", "FILES_MODE", "append"));

        assertThat(files.path()).contains("/data/x.csv");
        assertThat(files.source()).isEmpty();
        assertThat(files.mode()).isEqualTo(FilesSettings.Mode.APPEND);
        assertThat(files.encoding()).isEqualTo(StandardCharsets.UTF_8);
        assertThat(files.githubBaseUrl()).isEqualTo(FilesSettings.DEFAULT_GITHUB_BASE_URL);
    }

    @Test
    void whatNobodySetsIsTheSameAsInARecordThatIsMadeByHand() {
        assertThat(configured("hubspot", HubSpotSettings.class, Map.of("HUBSPOT_API_TOKEN", "t")))
                .isEqualTo(HubSpotSettings.of(URI.create("https://api.hubapi.com"), "t"));
        assertThat(configured("database", DatabaseSettings.class, Map.of("SYNCED_DATABASE_URL", "jdbc:sqlite:/x")))
                .isEqualTo(DatabaseSettings.of("jdbc:sqlite:/x", "", ""));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        HUBSPOT_WINDOW_LIMIT | -1    | HUBSPOT_WINDOW_LIMIT is '-1', but must be a whole number from 0.
        HUBSPOT_WINDOW_LIMIT | many  | HUBSPOT_WINDOW_LIMIT is 'many', but must be a whole number from 0.
        HUBSPOT_API_VERSION  | v4    | HUBSPOT_API_VERSION is 'v4', but must be v3, or like 2026-03.
        HUBSPOT_API_TOKEN    | to ke | \
        HUBSPOT_API_TOKEN is set to a value that is not shown, but must be text without blanks.
        """)
    void aBadValueIsNamedWithWhatIsAllowed(String name, String value, String sentence) {
        Map<String, String> environment = name.equals("HUBSPOT_API_TOKEN")
                ? Map.of(name, value)
                : Map.of("HUBSPOT_API_TOKEN", "token", name, value);

        assertThatThrownBy(() -> system("hubspot", environment))
                .isInstanceOf(SettingException.class)
                .hasMessage(sentence);
    }

    @Test
    void anAddressWithAPasswordIsRefusedWithoutShowingIt() {
        assertThatThrownBy(
                        () -> system("database", Map.of("SYNCED_DATABASE_URL", "jdbc:postgresql://me:pass-word@h/crm")))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("SYNCED_DATABASE_URL is set to a value that is not shown, but must be like"
                        + " jdbc:postgresql://host")
                .hasMessageNotContaining("pass-word");
    }

    @Test
    void settingsThatExcludeEachOtherAreNamedTogether() {
        assertThatThrownBy(() -> system(
                        "servicenow",
                        Map.of(
                                "SERVICENOW_BASE_URL", "https://acme.service-now.com",
                                "SERVICENOW_USERNAME", "u",
                                "SERVICENOW_PASSWORD", "p",
                                "SERVICENOW_CLIENT_ID", "c")))
                .isInstanceOf(SettingException.class)
                .hasMessage("SERVICENOW_BASE_URL, SERVICENOW_USERNAME, SERVICENOW_PASSWORD, SERVICENOW_CLIENT_ID"
                        + " cannot be used: ServiceNow's client id and secret must be set together.");
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void everyKindHasASystemOfItsNameThatNamesWhatItNeeds(String kind) {
        ConfiguredSystem system = system(kind, Map.of());

        assertThat(system.kind()).isEqualTo(kind);
        assertThat(system.isConfigured()).isFalse();
        assertThat(system.required()).isNotBlank();
    }

    static Stream<String> kinds() {
        return SystemKinds.ALL.stream().map(SystemKind::name);
    }

    private static <T extends Record> T configured(String name, Class<T> type, Map<String, String> environment) {
        return type.cast(system(name, environment).values().orElseThrow());
    }

    private static ConfiguredSystem system(String name, Map<String, String> environment) {
        return Settings.readAll(new SettingSources(Map.of(), environment, Optional.empty())).systems().stream()
                .filter(system -> system.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
