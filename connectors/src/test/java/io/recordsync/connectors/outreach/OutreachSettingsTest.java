package io.recordsync.connectors.outreach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.recordsync.connectors.Quota.Window;
import io.recordsync.connectors.http.CallObserver;
import io.recordsync.connectors.http.TokenVault;
import io.recordsync.connectors.http.VendorHttp;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutreachSettingsTest {

    private static final URI BASE = OutreachSettings.DEFAULT_BASE_URL;

    @Test
    void theirTextShowsNoSecret() {
        OutreachSettings settings = OutreachSettings.of(BASE, "app-1", "secret-1", "refresh-1");

        assertThat(settings.toString() + settings.quota() + settings.tokenQuota())
                .contains("api.outreach.io")
                .doesNotContain("app-1", "secret-1", "refresh-1");
    }

    @Test
    void theQuotaIsThatOfTheUserByTheHour() {
        OutreachSettings settings = OutreachSettings.of(BASE, "app-1", "secret-1", "refresh-1");
        OutreachSettings renewed = OutreachSettings.of(BASE, "app-1", "secret-2", "refresh-1");
        OutreachSettings other = OutreachSettings.of(BASE, "app-1", "secret-1", "refresh-2");
        OutreachSettings unlimited = new OutreachSettings(BASE, "a", "s", "r", Optional.empty(), 0, Optional.empty());

        assertThat(settings.quota().windows()).containsExactly(new Window(10_000, Duration.ofHours(1)));
        assertThat(settings.quota().dailyLimit()).isEmpty();
        assertThat(settings.quota().account()).startsWith("outreach:api.outreach.io:");
        assertThat(renewed.quota()).isEqualTo(settings.quota());
        assertThat(other.quota()).isEqualTo(settings.quota());
        assertThat(other.tokenOwner()).isNotEqualTo(settings.tokenOwner());
        assertThat(renewed.tokenOwner()).isEqualTo(settings.tokenOwner());
        assertThat(unlimited.quota().windows()).isEmpty();
    }

    @Test
    void aRecordsPageIsInTheWebApp() {
        try (VendorHttp http = new VendorHttp(Duration.ofSeconds(1), InstantSource.system(), CallObserver.NONE)) {
            OutreachSettings settings = OutreachSettings.of(BASE, "app-1", "secret-1", "refresh-1");
            assertThat(new OutreachConnector(
                                    OutreachConnector.KIND,
                                    settings,
                                    http,
                                    TokenVault.inMemory(),
                                    InstantSource.system())
                            .recordUrl("prospects", "7"))
                    .isEqualTo("https://web.outreach.io/prospects/7");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "ftp://api.outreach.io, a, s, r, https://x, 1",
        "https://u:p@api.outreach.io, a, s, r, https://x, 1",
        "https://api.outreach.io, ' ', s, r, https://x, 1",
        "https://api.outreach.io, a, '', r, https://x, 1",
        "https://api.outreach.io, a, s, 'r r', https://x, 1",
        "https://api.outreach.io, a, s, r, x, 1",
        "https://api.outreach.io, a, s, r, https://x, -1"
    })
    void aBadValueIsRefusedWithWhatIsAllowed(
            URI base, String id, String secret, String token, String redirect, int limit) {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new OutreachSettings(base, id, secret, token, Optional.of(redirect), limit, Optional.empty()))
                .withMessageContaining("must")
                .withMessageNotContaining("u:p");
    }
}
