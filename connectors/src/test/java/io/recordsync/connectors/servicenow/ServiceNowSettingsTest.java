package io.recordsync.connectors.servicenow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.recordsync.connectors.Quota.Window;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServiceNowSettingsTest {

    private static final URI BASE = URI.create("https://acme.service-now.com");

    @Test
    void theirTextShowsNoSecret() {
        assertThat(ServiceNowSettings.of(BASE, "user-1", "pass-1").toString())
                .contains("acme")
                .doesNotContain("user-1", "pass-1");
    }

    @Test
    void theQuotaIsThatOfTheUserByTheHour() {
        ServiceNowSettings settings = settings(BASE, "user", "pass", null, null, "v2", "u_id", 100);
        ServiceNowSettings renewed = settings(BASE, "user", "other", null, null, "v2", "u_id", 100);

        assertThat(settings.quota().windows()).containsExactly(new Window(100, Duration.ofHours(1)));
        assertThat(settings.quota().dailyLimit()).isEmpty();
        assertThat(settings.quota().account()).startsWith("servicenow:acme.service-now.com:");
        assertThat(renewed.quota()).isEqualTo(settings.quota());
        assertThat(ServiceNowSettings.of(BASE, "user", "pass").quota().windows())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "ftp://acme, u, p, c, s, v2, u_id, 0",
        "https://u:p@acme, u, p, c, s, v2, u_id, 0",
        "https://acme, , , , , v2, u_id, 0",
        "https://acme, u, , , , v2, u_id, 0",
        "https://acme, , , c, , v2, u_id, 0",
        "https://acme, u:x, p, , , v2, u_id, 0",
        "https://acme, u, p, , , v1, u_id, 0",
        "https://acme, u, p, , , v2, id^OR, 0",
        "https://acme, u, p, , , v2, u_id, -1"
    })
    void aBadValueIsRefused(
            URI base,
            String user,
            String password,
            String client,
            String secret,
            String version,
            String column,
            int limit) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings(base, user, password, client, secret, version, column, limit))
                .withMessageNotContaining("u:p");
    }

    private static ServiceNowSettings settings(
            URI base,
            @Nullable String user,
            @Nullable String password,
            @Nullable String client,
            @Nullable String secret,
            String version,
            String column,
            int limit) {
        return new ServiceNowSettings(
                base,
                Optional.ofNullable(user),
                Optional.ofNullable(password),
                Optional.ofNullable(client),
                Optional.ofNullable(secret),
                version,
                column,
                limit,
                false,
                Optional.empty());
    }
}
