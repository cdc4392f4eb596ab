package io.recordsync.starter.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.recordsync.settings.RunningProcess;
import io.recordsync.starter.TestServers;
import io.recordsync.starter.rest.Api.Answer;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ServersAwayTest {

    private static final String EVENT = """
            {"record":"contacts","operation":"create","timestamp":"2024-01-15T10:30:00",
             "item":{"id":"A1","name":"Ann","contact":"lead"}}""";

    @RegisterExtension
    static final TestServers SERVERS = new TestServers();

    @Test
    void aServerThatIsAwayIsSaidToBeAndLosesNothing() throws IOException {
        SERVERS.createTopic("away-events", 1_000_000);
        try (RunningProcess starter = SERVERS.starter("away-events", Map.of());
                Api api = new Api(starter.port())) {
            SERVERS.stopTemporal();
            assertAway(api.event(EVENT), "Temporal");
            Answer status = api.get("/v1/sync/status/A1");
            assertThat(status.status()).isEqualTo(200);
            assertThat(status.at("/revision")).isEqualTo("1");
            assertThat(status.at("/workflow/state")).isEqualTo("unreachable");
            SERVERS.startTemporal();
            await().atMost(1, TimeUnit.MINUTES)
                    .untilAsserted(
                            () -> assertThat(api.event(EVENT).at("/verdict")).isEqualTo("repeated"));

            SERVERS.stopDatabase();
            assertAway(api.event(EVENT), "PostgreSQL");
        }
    }

    private static void assertAway(Answer answer, String server) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(503);
        assertThat(answer.at("/detail")).startsWith(server + " does not answer now.");
        assertThat(answer.header("retry-after")).isEqualTo("5");
        assertThat(answer.at("/errorId")).isNotBlank();
    }
}
