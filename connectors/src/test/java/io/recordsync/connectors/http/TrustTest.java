package io.recordsync.connectors.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.recordsync.connectors.CallScope;
import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.Deadline;
import io.recordsync.connectors.ErrorKind;
import io.recordsync.connectors.Permits;
import io.recordsync.connectors.Quota;
import io.recordsync.simulator.Simulators;
import io.recordsync.simulator.SimulatorsOptions;
import io.recordsync.simulator.hubspot.HubSpotSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import okhttp3.HttpUrl;
import okhttp3.tls.Certificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whom a call trusts. */
class TrustTest {

    private static final Quota QUOTA = new Quota("test", List.of(), OptionalLong.empty());
    private static final CallScope SCOPE = new CallScope(Deadline.in(Duration.ofSeconds(60)), Permits.UNLIMITED);

    private final Simulators simulators = Simulators.start(
            SimulatorsOptions.of(List.of("hubspot")).onFreePorts().withTls());

    @AfterEach
    void stop() {
        simulators.close();
    }

    @Test
    void aServerOfAGivenAuthorityIsTrusted() throws IOException {
        try (VendorHttp http = trusting(List.of(someOther(), authority()))) {
            assertThat(http.send(create(), QUOTA, SCOPE).status()).isEqualTo(201);
        }
    }

    @Test
    void aServerOfAnUnknownAuthorityIsSentNothing() {
        try (VendorHttp http = trusting(List.of())) {
            assertRefused(http);
        }
    }

    @Test
    void aServerOfAnotherAuthorityIsSentNothing() {
        try (VendorHttp http = trusting(List.of(someOther()))) {
            assertRefused(http);
        }
    }

    private void assertRefused(VendorHttp http) {
        ConnectorException failure =
                catchThrowableOfType(ConnectorException.class, () -> http.send(create(), QUOTA, SCOPE));

        assertThat(failure).hasMessageContaining("HTTP_CA_FILE").hasMessageEndingWith("Nothing was sent.");
        assertThat(failure.code()).isEqualTo("TLS");
        assertThat(failure.kind()).isEqualTo(ErrorKind.UNAVAILABLE);
        assertThat(failure.inDoubt()).isFalse();
        assertThat(simulators.hubspot().counts().calls()).isZero();
    }

    private VendorCall create() {
        HttpUrl url = HttpUrl.get(simulators.hubspot().baseUrl() + "/crm/v3/objects/contacts");
        return VendorCall.write(
                        "POST", "/crm/v3/objects/contacts", url, Map.of("properties", Map.of("email", "a@example.com")))
                .withBearer(HubSpotSystem.TOKEN);
    }

    private X509Certificate authority() throws IOException {
        return Certificates.decodeCertificatePem(
                Files.readString(simulators.caFile().orElseThrow()));
    }

    private static X509Certificate someOther() {
        return new HeldCertificate.Builder().certificateAuthority(0).build().certificate();
    }

    private static VendorHttp trusting(List<X509Certificate> authorities) {
        return new VendorHttp(Duration.ofSeconds(20), authorities, InstantSource.system(), CallObserver.NONE);
    }
}
