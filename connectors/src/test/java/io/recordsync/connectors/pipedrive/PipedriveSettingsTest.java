package io.recordsync.connectors.pipedrive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.recordsync.connectors.Quota.Window;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PipedriveSettingsTest {

    private static final URI URL = URI.create("https://acme.pipedrive.com");

    @Test
    void theDefaultsAreThoseOfOneSeatOnTheLitePlan() {
        PipedriveSettings settings = PipedriveSettings.of(URL, "secret");

        assertThat(settings.quota().windows()).containsExactly(new Window(20, Duration.ofSeconds(2)));
        assertThat(settings.quota().dailyLimit()).hasValue(30_000);
        assertThat(settings.searchQuota().windows()).containsExactly(new Window(10, Duration.ofSeconds(2)));
        assertThat(settings.searchQuota().dailyLimit()).isEmpty();
    }

    @Test
    void itsTextAndItsAccountShowNoSecret() {
        PipedriveSettings settings = PipedriveSettings.of(URL, "secret");

        assertThat(settings.toString() + settings.quota()).doesNotContain("secret");
    }

    @Test
    void whatCannotBeIsRefused() {
        assertRefused(URI.create("ftp://x"), "t", "f", 1, 1, 1);
        assertRefused(URL, "", "f", 1, 1, 1);
        assertRefused(URL, "a b", "f", 1, 1, 1);
        assertRefused(URL, "t", " ", 1, 1, 1);
        assertRefused(URL, "t", "f", -1, 1, 1);
        assertRefused(URL, "t", "f", 1, -1, 1);
        assertRefused(URL, "t", "f", 1, 1, 501);
    }

    private static void assertRefused(URI url, String token, String field, int burst, long tokens, int newest) {
        assertThatThrownBy(() -> new PipedriveSettings(url, token, field, burst, tokens, newest, Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
