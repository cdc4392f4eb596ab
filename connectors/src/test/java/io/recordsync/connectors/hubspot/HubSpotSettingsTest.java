package io.recordsync.connectors.hubspot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.recordsync.connectors.Quota.Window;
import io.recordsync.connectors.http.AccountIds;
import io.recordsync.connectors.http.CallObserver;
import io.recordsync.connectors.http.VendorHttp;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HubSpotSettingsTest {

    private static final URI BASE = HubSpotSettings.DEFAULT_BASE_URL;

    @Test
    void theirTextShowsNoSecret() {
        HubSpotSettings settings = HubSpotSettings.of(BASE, "pat-secret");

        assertThat(settings.toString()).contains("api.hubapi.com").doesNotContain("pat-secret");
        assertThat(settings.quota().toString()).doesNotContain("pat-secret");
    }

    @Test
    void theQuotaIsThatOfTenSecondsAndOfTheDay() {
        HubSpotSettings settings = HubSpotSettings.of(BASE, "pat-1");

        assertThat(settings.quota().windows()).containsExactly(new Window(100, Duration.ofSeconds(10)));
        assertThat(settings.quota().dailyLimit()).hasValue(250_000);
        assertThat(with("pat-1", 0, 0, Optional.empty()).quota().windows()).isEmpty();
        assertThat(with("pat-1", 0, 0, Optional.empty()).quota().dailyLimit()).isEmpty();
    }

    @Test
    void anAccountWithItsNumberKeepsItsNameWhenTheTokenIsRenewed() {
        assertThat(with("pat-1", 1, 1, Optional.of("4711")).quota())
                .isEqualTo(with("pat-2", 1, 1, Optional.of("4711")).quota());
        assertThat(with("pat-1", 1, 1, Optional.empty()).quota())
                .isEqualTo(with("pat-2", 1, 1, Optional.empty()).quota());
    }

    @Test
    void aRecordsPageIsInTheApp() {
        InstantSource clock = InstantSource.system();
        try (VendorHttp http = new VendorHttp(Duration.ofSeconds(1), clock, CallObserver.NONE)) {
            HubSpotConnector known = new HubSpotConnector(
                    HubSpotConnector.KIND,
                    with("pat-1", 1, 1, Optional.of("4711")),
                    http,
                    AccountIds.inMemory(),
                    clock);
            HubSpotConnector unknown = new HubSpotConnector(
                    HubSpotConnector.KIND, HubSpotSettings.of(BASE, "pat-1"), http, AccountIds.inMemory(), clock);

            assertThat(known.recordUrl("contacts", "12"))
                    .isEqualTo("https://app.hubspot.com/contacts/4711/record/0-1/12");
            assertThat(known.recordUrl("2-77", "12")).isEqualTo("https://app.hubspot.com/contacts/4711/record/2-77/12");
            assertThat(unknown.recordUrl("contacts", "12")).isEqualTo("https://app.hubspot.com");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "file:///x, t, v3, id, 1, 1, 1, 1",
        "https://u:p@h, t, v3, id, 1, 1, 1, 1",
        "https://h, 'a b', v3, id, 1, 1, 1, 1",
        "https://h, '', v3, id, 1, 1, 1, 1",
        "https://h, t, v4, id, 1, 1, 1, 1",
        "https://h, t, 2026-3, id, 1, 1, 1, 1",
        "https://h, t, v3, Id, 1, 1, 1, 1",
        "https://h, t, v3, id, -1, 1, 1, 1",
        "https://h, t, v3, id, 1, 1, -1, 1",
        "https://h, t, v3, id, 1, -1, 1, 1",
        "https://h, t, v3, id, 1, 1, 1, abc"
    })
    void aBadValueIsRefusedWithWhatIsAllowed(
            URI base, String token, String version, String property, int window, int search, long day, String portal) {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new HubSpotSettings(base, token, version, property, window, search, day, Optional.of(portal)))
                .withMessageContaining("must");
    }

    private static HubSpotSettings with(String token, int window, long day, Optional<String> portal) {
        return new HubSpotSettings(BASE, token, "v3", "recordsync_id", window, 5, day, portal);
    }
}
