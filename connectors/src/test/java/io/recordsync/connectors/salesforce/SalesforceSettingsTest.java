package io.recordsync.connectors.salesforce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.recordsync.connectors.http.AccountIds;
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

class SalesforceSettingsTest {

    private static final URI BASE = URI.create("https://acme.my.salesforce.com");

    @Test
    void theirTextShowsNoSecret() {
        assertThat(SalesforceSettings.of(BASE, "key-1", "secret-1").toString())
                .contains("acme")
                .doesNotContain("key-1", "secret-1");
    }

    @Test
    void theQuotaIsThatOfTheOrgByTheDay() {
        SalesforceSettings settings = SalesforceSettings.of(BASE, "key-1", "secret-1");
        SalesforceSettings renewed = SalesforceSettings.of(BASE, "key-1", "secret-2");
        SalesforceSettings unlimited =
                new SalesforceSettings(BASE, "key-1", "s", "v66.0", "RecordsyncId__c", 0, Optional.empty());

        assertThat(settings.quota().dailyLimit()).hasValue(100_000);
        assertThat(settings.quota().windows()).isEmpty();
        assertThat(settings.quota().account()).isEqualTo("salesforce:acme.my.salesforce.com");
        assertThat(renewed.quota()).isEqualTo(settings.quota());
        assertThat(unlimited.quota().dailyLimit()).isEmpty();
    }

    @Test
    void aRecordsPageIsInLightning() {
        try (VendorHttp http = new VendorHttp(Duration.ofSeconds(1), InstantSource.system(), CallObserver.NONE)) {
            SalesforceSettings settings = SalesforceSettings.of(BASE, "key-1", "secret-1");
            assertThat(new SalesforceConnector(
                                    SalesforceConnector.KIND,
                                    settings,
                                    http,
                                    TokenVault.inMemory(),
                                    AccountIds.inMemory(),
                                    InstantSource.system())
                            .recordUrl("Contact", "003x"))
                    .isEqualTo("https://acme.lightning.force.com/lightning/r/Contact/003x/view");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "ftp://acme, k, s, v66.0, X__c, 1",
        "https://u:p@acme, k, s, v66.0, X__c, 1",
        "https://acme?a=b, k, s, v66.0, X__c, 1",
        "acme, k, s, v66.0, X__c, 1",
        "https://acme, ' ', s, v66.0, X__c, 1",
        "https://acme, k, '', v66.0, X__c, 1",
        "https://acme, k, s, v45.0, X__c, 1",
        "https://acme, k, s, 66, X__c, 1",
        "https://acme, k, s, v66.0, X__c or 1, 1",
        "https://acme, k, s, v66.0, X__c, -1"
    })
    void aBadValueIsRefusedWithWhatIsAllowed(
            URI base, String id, String secret, String version, String field, long limit) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SalesforceSettings(base, id, secret, version, field, limit, Optional.empty()))
                .withMessageContaining("must")
                .withMessageNotContaining("u:p");
    }
}
