package io.recordsync.simulator.github;

import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.simulator.FakeClock;
import io.recordsync.simulator.Simulators;
import io.recordsync.simulator.SimulatorsOptions;
import io.recordsync.simulator.TestClient;
import io.recordsync.simulator.TestClient.Reply;
import io.recordsync.simulator.store.Arrival;
import io.recordsync.simulator.vendor.Simulator;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import okhttp3.Request;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GitHubApiTest {

    private static final String FILE = "/repos/acme/customers/contents/data/contacts.csv";

    private final FakeClock clock = new FakeClock();
    private final Simulators simulators = Simulators.start(
            SimulatorsOptions.of(List.of("github")).onFreePorts().withClock(clock));
    private final Simulator github = simulators.of("github");
    private final TestClient client = TestClient.to(github.baseUrl()).with("Bearer " + GitHubSystem.TOKEN);

    @AfterEach
    void stop() {
        simulators.close();
    }

    @Test
    void aFileIsGivenAsJsonAndRaw() {
        commit("id\n1\n");

        Reply json = client.get(FILE);
        Reply raw = raw(FILE);

        assertThat(json.json().path("encoding").asString()).isEqualTo("base64");
        assertThat(new String(
                        Base64.getMimeDecoder()
                                .decode(json.json().path("content").asString()),
                        StandardCharsets.UTF_8))
                .isEqualTo("id\n1\n");
        assertThat(raw.text()).isEqualTo("id\n1\n");
        assertThat(raw.header("Content-Type")).startsWith("application/vnd.github.raw+json");
    }

    @Test
    void aFileOfMoreThanAMegabyteHasContentOnlyAsRaw() {
        commit("x".repeat(2 << 20));

        assertThat(client.get(FILE).json().path("encoding").asString()).isEqualTo("none");
        assertThat(client.get(FILE).json().path("content").asString()).isEmpty();
        assertThat(raw(FILE).text()).hasSize(2 << 20);
    }

    @Test
    void aCommitKeepsTheFileAsItWas() {
        String first = commit("old");
        commit("new");

        assertThat(raw(FILE).text()).isEqualTo("new");
        assertThat(raw(FILE + "?ref=" + first).text()).isEqualTo("old");
        assertThat(client.get("/repos/acme/customers/commits?path=data/contacts.csv&per_page=1")
                        .json())
                .hasSize(1);
        assertThat(client.get("/repos/acme/customers/commits?path=nothing").json())
                .isEmpty();
        assertThat(client.get("/repos/acme/customers/commits?sha=" + "0".repeat(40))
                        .status())
                .isEqualTo(422);
    }

    @Test
    void whatTheClientHasIsNotSentAgainAndCostsNothing() {
        commit("id\n");
        Reply first = client.get(FILE);

        Reply again = client.call(new Request.Builder()
                .url(github.baseUrl() + FILE)
                .header("Authorization", client.authorization())
                .header("If-None-Match", first.header("ETag"))
                .build());

        assertThat(again.status()).isEqualTo(304);
        assertThat(again.text()).isEmpty();
        assertThat(again.header("x-ratelimit-used")).isEqualTo("1");
    }

    @Test
    void anHourHasSixtyCallsWithoutAToken() {
        commit("id\n");
        TestClient stranger = TestClient.to(github.baseUrl());
        for (int i = 0; i < GitHubQuota.WITHOUT_TOKEN; i++) {
            assertThat(stranger.get(FILE).status()).isEqualTo(200);
        }

        Reply over = stranger.get(FILE);
        assertThat(over.status()).isEqualTo(403);
        assertThat(over.header("x-ratelimit-remaining")).isEqualTo("0");
        assertThat(Long.parseLong(over.header("x-ratelimit-reset")))
                .isEqualTo(clock.instant().plus(Duration.ofHours(1)).getEpochSecond());
        assertThat(client.get(FILE).header("x-ratelimit-limit")).isEqualTo("5000");
        clock.advance(Duration.ofHours(1));
        assertThat(stranger.get(FILE).status()).isEqualTo(200);
    }

    @Test
    void whatIsNotThereIsNotFoundAndAWrongTokenRefused() {
        commit("id\n");

        assertThat(client.get("/repos/acme/other").json().path("message").asString())
                .isEqualTo("Not Found");
        assertThat(client.get("/repos/acme/customers/contents/nothing").status())
                .isEqualTo(404);
        assertThat(client.get("/repos/acme/customers/contents/data").json()).hasSize(1);
        assertThat(client.with("Bearer other").get(FILE).status()).isEqualTo(401);
    }

    private Reply raw(String path) {
        return client.call(new Request.Builder()
                .url(github.baseUrl() + path)
                .header("Authorization", client.authorization())
                .header("Accept", "application/vnd.github.raw+json")
                .build());
    }

    private String commit(String content) {
        Map<String, String> commit = Map.of("repo", "acme/customers", "path", "data/contacts.csv", "content", content);
        return github.store()
                .create(GitHubSystem.COMMIT, commit, Arrival.ANSWERED)
                .id();
    }
}
