package io.recordsync.connectors.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebhookSettingsTest {

    private static final String SECRET = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3";

    @Test
    void theirTextShowsNeitherSecretNorPathNorQuery() {
        WebhookSettings settings = new WebhookSettings(URI.create("https://h.example/token?key=q"), SECRET, false);

        assertThat(settings.toString() + settings.quota()).contains("h.example").doesNotContain(SECRET, "token", "key");
    }

    @ParameterizedTest
    @CsvSource({
        "https://h/hook, secret",
        "https://h/hook, whsec_c2hvcnQ=",
        "https://h/hook, whsec_!!!!",
        "http://h/hook, whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3",
        "https://u:p@h/hook, whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3",
        "https://h/hook#part, whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3",
        "file:///hook, whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3"
    })
    void aBadValueIsRefusedWithWhatIsAllowed(URI url, String secret) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new WebhookSettings(url, secret, false))
                .withMessageContaining("must");
    }
}
