package io.recordsync.simulator.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.simulator.FakeClock;
import io.recordsync.simulator.Simulators;
import io.recordsync.simulator.SimulatorsOptions;
import io.recordsync.simulator.TestClient;
import io.recordsync.simulator.TestClient.Reply;
import io.recordsync.simulator.quota.AccountPlan;
import io.recordsync.simulator.vendor.Simulator;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WebhookReceiverTest {

    private static final String ANN = "{\"type\":\"contact.upserted\",\"data\":{\"recordId\":\"A1\","
            + "\"fields\":{\"email\":\"ann@example.com\",\"phone\":null}}}";
    private static final String GONE = "{\"type\":\"contact.deleted\",\"data\":{\"recordId\":\"A1\"}}";
    private static final String OTHER_KEY = Base64.getEncoder().encodeToString(new byte[32]);

    private final FakeClock clock = new FakeClock();
    private final Simulators simulators = Simulators.start(
            SimulatorsOptions.of(List.of("webhook")).onFreePorts().withClock(clock));
    private final Simulator receiver = simulators.of("webhook");
    private final TestClient client = TestClient.to(receiver.baseUrl());

    @AfterEach
    void stop() {
        simulators.close();
    }

    @Test
    void aSignedMessageIsKeptAndItsRepeatDropped() {
        assertThat(send("msg_1", ANN).status()).isEqualTo(201);
        assertThat(send("msg_1", ANN).status()).isEqualTo(200);

        assertThat(receiver.store().having("contact", "recordId", "A1")).hasSize(1);
        assertThat(receiver.store().journal()).hasSize(1);
    }

    @Test
    void aNewMessageUpdatesAndADeleteRemoves() {
        send("msg_1", ANN);
        assertThat(send("msg_2", ANN.replace("null", "\"+1\"")).status()).isEqualTo(200);
        assertThat(receiver.store().all("contact").getFirst().field("phone")).isEqualTo("+1");

        assertThat(send("msg_3", GONE).status()).isEqualTo(200);
        assertThat(receiver.store().all("contact")).isEmpty();
    }

    @Test
    void aSignatureThatDoesNotHoldOrIsOldIsRefused() {
        long now = clock.instant().getEpochSecond();

        assertThat(send("msg_1", now, ANN, signature(OTHER_KEY, "msg_1", now, ANN))
                        .status())
                .isEqualTo(401);
        assertThat(send("msg_2", now, ANN, signature(key(), "msg_1", now, ANN)).status())
                .isEqualTo(401);
        long old = now - Duration.ofMinutes(6).toSeconds();
        assertThat(send("msg_1", old, ANN, signature(key(), "msg_1", old, ANN)).status())
                .isEqualTo(401);
        assertThat(client.post("/hook", ANN).status()).isEqualTo(401);
        assertThat(receiver.store().journal()).isEmpty();
    }

    @Test
    void oneOfSeveralSignaturesIsEnough() {
        long now = clock.instant().getEpochSecond();
        String both = signature(OTHER_KEY, "msg_1", now, ANN) + " " + signature(key(), "msg_1", now, ANN);

        assertThat(send("msg_1", now, ANN, both).status()).isEqualTo(201);
    }

    @Test
    void whatIsWrongIsPointedTo() {
        Reply reply = send("msg_1", ANN.replace("ann@example.com", "none"));

        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.json().path("errors").path(0).path("pointer").asString())
                .isEqualTo("#/data/fields/email");
        assertThat(send("msg_2", "{\"type\":\"other\"}").status()).isEqualTo(422);
        assertThat(send("msg_3", "no json").status()).isEqualTo(400);
    }

    @Test
    void aMessageTooManyIsToldHowLongToWait() {
        receiver.plan(new AccountPlan(1_000, 1, 1));
        send("msg_1", ANN);

        Reply reply = send("msg_2", ANN);

        assertThat(reply.status()).isEqualTo(429);
        assertThat(reply.header("Retry-After")).isEqualTo("1");
        clock.advance(Duration.ofSeconds(1));
        assertThat(send("msg_2", ANN).status()).isEqualTo(200);
    }

    @Test
    void aCallWithoutAMessageNeedsNoSignature() {
        assertThat(client.get("/hook").status()).isEqualTo(405);
        assertThat(client.get("/other").status()).isEqualTo(404);
    }

    private Reply send(String id, String body) {
        long now = clock.instant().getEpochSecond();
        return send(id, now, body, signature(key(), id, now, body));
    }

    private Reply send(String id, long time, String body, String signatures) {
        return client.call(new Request.Builder()
                .url(receiver.baseUrl() + "/hook")
                .post(RequestBody.create(body, MediaType.get("application/json")))
                .header("webhook-id", id)
                .header("webhook-timestamp", String.valueOf(time))
                .header("webhook-signature", signatures)
                .build());
    }

    private static String key() {
        return WebhookSystem.SECRET.substring("whsec_".length());
    }

    private static String signature(String key, String id, long time, String body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(Base64.getDecoder().decode(key), "HmacSHA256"));
            byte[] content = (id + "." + time + "." + body).getBytes(StandardCharsets.UTF_8);
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(content));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException(missing);
        }
    }
}
