package io.recordsync.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.recordsync.simulator.TestClient.Reply;
import io.recordsync.simulator.faults.Fault;
import io.recordsync.simulator.hubspot.HubSpotSystem;
import io.recordsync.simulator.salesforce.SalesforceSystem;
import io.recordsync.simulator.vendor.Simulator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.net.ssl.SSLHandshakeException;
import okhttp3.FormBody;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {

    private static final String CONTACTS = "/crm/v3/objects/contacts";
    private static final String ALICE = "{\"properties\":{\"email\":\"a@example.com\"}}";

    private final Simulators simulators = Simulators.start(
            SimulatorsOptions.of(Simulators.kinds()).onFreePorts().withTls());
    private final Path caFile = simulators.caFile().orElseThrow();

    @AfterEach
    void stop() {
        simulators.close();
    }

    @Test
    void everySystemAnswersWhoTrustsTheAuthorityByAddressAndByName() throws IOException {
        for (Simulator simulator : simulators.all()) {
            String address = simulator.baseUrl();
            assertThat(address).startsWith("https://127.0.0.1:");
            assertThat(trusting(address).get("/_simulator/counts").status()).isEqualTo(200);
            assertThat(trusting(address.replace("127.0.0.1", "localhost"))
                            .get("/_simulator/counts")
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void whoDoesNotTrustItSendsNothing() {
        assertThatThrownBy(() -> TestClient.to(simulators.hubspot().baseUrl())
                        .with(bearer())
                        .post(CONTACTS, ALICE))
                .isInstanceOf(UncheckedIOException.class)
                .hasCauseInstanceOf(SSLHandshakeException.class);

        assertThat(simulators.hubspot().counts().calls()).isZero();
    }

    @Test
    void theAuthorityOfAnotherStartIsNotTrusted() throws IOException {
        try (Simulators other =
                Simulators.start(SimulatorsOptions.defaults().onFreePorts().withTls())) {
            TestClient client = trusting(other.hubspot().baseUrl());

            assertThatThrownBy(() -> client.get(CONTACTS)).hasCauseInstanceOf(SSLHandshakeException.class);
        }
    }

    @Test
    void addressesInAnswersAreSecureToo() throws IOException {
        Reply created = hubspot().post(CONTACTS, ALICE);
        Reply token = trusting(simulators.salesforce().baseUrl())
                .post(
                        "/services/oauth2/token",
                        new FormBody.Builder()
                                .add("grant_type", "client_credentials")
                                .add("client_id", SalesforceSystem.CLIENT.clientId())
                                .add("client_secret", SalesforceSystem.CLIENT.clientSecret())
                                .build());

        assertThat(created.header("Location")).startsWith(simulators.hubspot().baseUrl() + "/");
        assertThat(token.json().path("instance_url").asString())
                .isEqualTo(simulators.salesforce().baseUrl());
    }

    @Test
    void aConnectionBreaksUnderTlsAsWell() throws IOException {
        simulators.hubspot().faults().queue(new Fault.Break(true), new Fault.Break(false));
        TestClient client = hubspot();

        assertThatThrownBy(() -> client.get(CONTACTS)).isInstanceOf(UncheckedIOException.class);
        assertThatThrownBy(() -> client.get(CONTACTS)).isInstanceOf(UncheckedIOException.class);
        assertThat(client.get(CONTACTS).status()).isEqualTo(200);
    }

    @Test
    void itListensAgainAfterAnOutageWithTheSameCertificate() throws IOException {
        simulators.hubspot().down();
        simulators.hubspot().up();

        assertThat(hubspot().get(CONTACTS).status()).isEqualTo(200);
    }

    @Test
    void recordsyncsSettingsNameTheFile() {
        assertThat(simulators.settings()).containsEntry("HTTP_CA_FILE", caFile.toString());
        try (Simulators plain = Simulators.start(SimulatorsOptions.defaults().onFreePorts())) {
            assertThat(plain.settings()).doesNotContainKey("HTTP_CA_FILE");
        }
    }

    @Test
    void aTemporaryFileGoesWithTheSimulatorsAndOneInTheDataFolderStays(@TempDir Path folder) {
        Path data = folder.resolve("new");
        Simulators kept = Simulators.start(
                SimulatorsOptions.defaults().onFreePorts().withTls().withData(data));
        kept.close();
        simulators.close();
        simulators.close();

        assertThat(kept.caFile()).hasValue(data.resolve("ca.pem").toAbsolutePath());
        assertThat(data.resolve("ca.pem")).content().startsWith("-----BEGIN CERTIFICATE-----");
        assertThat(caFile).doesNotExist();
        assertThat(caFile.getParent()).doesNotExist();
    }

    private TestClient hubspot() throws IOException {
        return trusting(simulators.hubspot().baseUrl()).with(bearer());
    }

    private TestClient trusting(String address) throws IOException {
        return TestClient.to(address).trusting(Files.readString(caFile));
    }

    private static String bearer() {
        return "Bearer " + HubSpotSystem.TOKEN;
    }
}
