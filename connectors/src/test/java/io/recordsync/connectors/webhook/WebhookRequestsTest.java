package io.recordsync.connectors.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.connectors.CheckReport;
import io.recordsync.connectors.CheckReport.Finding;
import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.ErrorKind;
import io.recordsync.connectors.Outcome.Effect;
import io.recordsync.connectors.Outcome.Written;
import io.recordsync.connectors.RequestFixture;
import io.recordsync.connectors.TestClock;
import io.recordsync.connectors.Write;
import io.recordsync.connectors.Write.Operation;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookRequestsTest extends RequestFixture {

    private static final byte[] KEY = "0123456789abcdef01234567".getBytes(StandardCharsets.UTF_8);
    private static final String SECRET = "whsec_" + Base64.getEncoder().encodeToString(KEY);

    private final TestClock clock = new TestClock();

    @Test
    void aMessageIsSignedAfterTheSpecification() throws Exception {
        answer(204, "");

        write(upsert("A1", "Ann", 7));

        RecordedRequest request = request();
        String id = request.getHeaders().get("webhook-id");
        String time = request.getHeaders().get("webhook-timestamp");
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(KEY, "HmacSHA256"));
        byte[] signature =
                mac.doFinal((id + "." + time + "." + request.getBody().utf8()).getBytes(StandardCharsets.UTF_8));
        assertThat(request.getHeaders().get("webhook-signature"))
                .isEqualTo("v1," + Base64.getEncoder().encodeToString(signature));
        assertThat(time).isEqualTo(String.valueOf(clock.instant().getEpochSecond()));
        assertThat(line(request)).isEqualTo("POST /hook?key=q");
        assertThat(body(request))
                .isEqualTo(json("{'type':'contact.upserted','timestamp':'%s',"
                        .formatted(clock.instant())
                        .concat("'data':{'recordId':'A1','revision':7,'fields':{'name':'Ann'}}}")));
    }

    @Test
    void aDeleteIsAMessageWithoutFields() {
        answer(200, "");

        Write delete =
                new Write(Operation.DELETE, "contact", "A1", Optional.empty(), Map.of(), Optional.empty(), 8, false);

        assertThat(write(delete).effect()).isEqualTo(Effect.DELETED);
        assertThat(body(request()).path("data")).isEqualTo(json("{'recordId':'A1','revision':8}"));
    }

    @Test
    void aRepeatHasTheIdOfTheFirstAndANewTime() {
        answer(500, "");
        answer(200, "");

        failure(() -> write(upsert("A1", "Ann", 7)));
        clock.pass(Duration.ofSeconds(30));
        write(upsert("A1", "Ann", 7));

        RecordedRequest first = request();
        RecordedRequest second = request();
        assertThat(second.getHeaders().get("webhook-id"))
                .isEqualTo(first.getHeaders().get("webhook-id"));
        assertThat(second.getHeaders().get("webhook-timestamp"))
                .isNotEqualTo(first.getHeaders().get("webhook-timestamp"));
    }

    @Test
    void contentThatComesBackToWhatItWasHasAnIdOfItsOwn() {
        List<Write> writes =
                List.of(upsert("A1", "Ann", 1), upsert("A1", "Bea", 2), upsert("A1", "Ann", 3), upsert("A2", "Ann", 1));
        writes.forEach(write -> answer(200, ""));

        writes.forEach(this::write);

        Set<String> ids = Stream.generate(this::request)
                .limit(writes.size())
                .map(request -> request.getHeaders().get("webhook-id"))
                .collect(Collectors.toSet());
        assertThat(ids).hasSize(4).allMatch(id -> id.matches("msg_[0-9a-f]{40}"));
    }

    @Test
    void aReceiverMayAnswerAsMuchAsItWants() {
        answer(200, "[" + "[],".repeat(4_000_000) + "1]");

        assertThat(write(upsert("A1", "Ann", 1)).effect()).isNotNull();
    }

    @Test
    void aReceiverThatIsGoneParksWithWhatToDo() {
        answer(410, "");

        ConnectorException gone = failure(() -> write(upsert("A1", "Ann", 1)));

        assertThat(gone.kind()).isEqualTo(ErrorKind.PERMANENT);
        assertThat(gone).hasMessageContaining("removed permanently").hasMessageContaining("its setting URL");
    }

    @Test
    void aRedirectIsNotFollowed() {
        server.enqueue(new MockResponse.Builder()
                .code(307)
                .addHeader("Location", baseUrl() + "/elsewhere")
                .build());

        assertThat(failure(() -> write(upsert("A1", "Ann", 1)))).hasMessageContaining("redirects are not followed");
        assertThat(server.getRequestCount()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost", "[::1]"})
    void aPrivateAddressIsNotConnectedTo(String host) {
        URI url = URI.create(String.format(Locale.ROOT, "https://%s:%d/hook", host, server.getPort()));

        ConnectorException refused = failure(() -> connector(url, false).write(upsert("A1", "Ann", 1), SCOPE));

        assertThat(refused.code()).isEqualTo("PRIVATE_ADDRESS");
        assertThat(refused.kind()).isEqualTo(ErrorKind.ACCOUNT_REFUSED);
        assertThat(refused.inDoubt()).isFalse();
        assertThat(server.getRequestCount()).isZero();
    }

    @Test
    void aCheckOfAPrivateAddressSaysHowToAllowIt() {
        URI url = URI.create("https://localhost:" + server.getPort());

        CheckReport checkup = connector(url, false).check(List.of("contact"), SCOPE);

        assertThat(checkup.isGood()).isFalse();
        assertThat(checkup.findings().getFirst().sentence()).contains("its setting ALLOW_PRIVATE to true");
    }

    @Test
    void aCheckSendsNoMessageAndSaysSo() {
        answer(405, "");

        CheckReport checkup = connector(url(), true).check(List.of("contact"), SCOPE);

        assertThat(line(request())).isEqualTo("HEAD /hook?key=q");
        assertThat(server.getRequestCount()).isEqualTo(1);
        assertThat(checkup.findings()).extracting(Finding::what).containsExactly("connection", "credentials");
        assertThat(checkup.findings().getLast().sentence()).contains("no invented record is sent");
    }

    @Test
    void anObjectThatIsNoneIsRefusedBeforeItIsSent() {
        Write odd = new Write(Operation.UPSERT, "a b", "A1", Optional.empty(), Map.of(), Optional.empty());

        assertThat(failure(() -> write(odd)).code()).isEqualTo("INVALID_NAME");
        assertThat(server.getRequestCount()).isZero();
    }

    private Written write(Write write) {
        return (Written) connector(url(), true).write(write, SCOPE);
    }

    private URI url() {
        return baseUrl().resolve("/hook?key=q");
    }

    private WebhookConnector connector(URI url, boolean allowPrivate) {
        return new WebhookConnector(WebhookConnector.KIND, new WebhookSettings(url, SECRET, allowPrivate), http, clock);
    }

    private static Write upsert(String recordId, String name, long revision) {
        return new Write(
                Operation.UPSERT,
                "contact",
                recordId,
                Optional.empty(),
                Map.of("name", name),
                Optional.empty(),
                revision,
                false);
    }
}
