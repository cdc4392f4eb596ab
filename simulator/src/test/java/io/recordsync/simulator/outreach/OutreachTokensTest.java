package io.recordsync.simulator.outreach;

import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.simulator.FakeClock;
import io.recordsync.simulator.Simulators;
import io.recordsync.simulator.SimulatorsOptions;
import io.recordsync.simulator.TestClient;
import io.recordsync.simulator.TestClient.Reply;
import io.recordsync.simulator.vendor.Simulator;
import java.time.Duration;
import java.util.List;
import okhttp3.FormBody;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OutreachTokensTest {

    private static final String FIRST = OutreachSystem.APP.refreshToken();

    private final FakeClock clock = new FakeClock();
    private final Simulators simulators = Simulators.start(
            SimulatorsOptions.of(List.of("outreach")).onFreePorts().withClock(clock));
    private final Simulator outreach = simulators.of("outreach");

    @AfterEach
    void stop() {
        simulators.close();
    }

    static TestClient loggedIn(Simulator outreach) {
        String token = refresh(outreach, FIRST).json().path("access_token").asString();
        return TestClient.to(outreach.baseUrl()).with("Bearer " + token);
    }

    @Test
    void aTokenIsGoodForTwoHours() {
        TestClient client = loggedIn(outreach);

        clock.advance(Duration.ofMinutes(119));
        assertThat(client.get("/api/v2/prospects").status()).isEqualTo(200);
        clock.advance(Duration.ofMinutes(1));
        assertThat(client.get("/api/v2/prospects").status()).isEqualTo(401);
        assertThat(client.with("").get("/api/v2/prospects").status()).isEqualTo(401);
    }

    @Test
    void theAnswerHoldsTheNextRefreshToken() {
        Reply first = refresh(outreach, FIRST);
        clock.advance(Duration.ofMinutes(1));
        Reply second = refresh(outreach, first.json().path("refresh_token").asString());

        assertThat(first.json().path("expires_in").asInt()).isEqualTo(7_200);
        assertThat(first.json().path("created_at").asLong()).isPositive();
        assertThat(second.status()).isEqualTo(200);
        assertThat(second.json().path("refresh_token"))
                .isNotEqualTo(first.json().path("refresh_token"));
    }

    @Test
    void aSecondTokenWithinAMinuteIsRefused() {
        refresh(outreach, FIRST);

        Reply tooSoon = refresh(outreach, FIRST);

        assertThat(tooSoon.status()).isEqualTo(429);
        assertThat(tooSoon.json().at("/errors/0/id").asString()).isEqualTo("rateLimitExceeded");
        assertThat(Long.parseLong(tooSoon.header("Retry-After")))
                .isEqualTo(clock.instant().plusSeconds(60).getEpochSecond());
        clock.advance(Duration.ofSeconds(60));
        assertThat(refresh(outreach, FIRST).status()).isEqualTo(200);
    }

    @Test
    void aRefreshTokenEndsAfterTwoWeeksOrAHundredOthers() {
        String old = refresh(outreach, FIRST).json().path("refresh_token").asString();
        clock.advance(Duration.ofDays(13));
        String newer = refresh(outreach, old).json().path("refresh_token").asString();
        clock.advance(Duration.ofDays(2));
        assertError(refresh(outreach, old), 400, "invalid_grant");
        assertThat(refresh(outreach, newer).status()).isEqualTo(200);

        for (int i = 0; i < 100; i++) {
            clock.advance(Duration.ofMinutes(1));
            newer = refresh(outreach, newer).json().path("refresh_token").asString();
        }
        assertError(refresh(outreach, FIRST), 400, "invalid_grant");
        clock.advance(Duration.ofMinutes(1));
        assertThat(refresh(outreach, newer).status()).isEqualTo(200);
    }

    @Test
    void aRefreshTokenFromBeforeARestartIsKnownAgain() {
        String newest = refresh(outreach, FIRST).json().path("refresh_token").asString();

        try (Simulators restarted = Simulators.start(
                SimulatorsOptions.of(List.of("outreach")).onFreePorts().withClock(clock))) {
            assertThat(refresh(restarted.of("outreach"), newest).status()).isEqualTo(200);
        }
    }

    @Test
    void aStrangerIsRefused() {
        assertError(refresh(outreach, "made-up"), 400, "invalid_grant");
        assertError(refresh(outreach, "refresh-1-1772366400-0"), 400, "invalid_grant");
        outreach.rotateSecret("another");
        assertError(refresh(outreach, FIRST), 401, "invalid_client");
    }

    @Test
    void afterTokensWereMadeToExpireTheNextComesAtOnce() {
        TestClient client = loggedIn(outreach);
        outreach.expireTokens();

        assertThat(client.get("/api/v2/prospects").status()).isEqualTo(401);
        assertThat(refresh(outreach, FIRST).status()).isEqualTo(200);
    }

    private static Reply refresh(Simulator outreach, String token) {
        FormBody form = new FormBody.Builder()
                .add("grant_type", "refresh_token")
                .add("client_id", OutreachSystem.APP.clientId())
                .add("client_secret", OutreachSystem.APP.clientSecret())
                .add("redirect_uri", "https://example.com/callback")
                .add("refresh_token", token)
                .build();
        return TestClient.to(outreach.baseUrl()).post("/oauth/token", form);
    }

    private static void assertError(Reply reply, int status, String error) {
        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.json().path("error").asString()).isEqualTo(error);
    }
}
