package io.recordsync.starter.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.recordsync.process.RunningProcess;
import io.recordsync.starter.TestServers;
import io.recordsync.starter.rest.Api.Answer;
import io.recordsync.store.Store;
import io.recordsync.store.delivery.Routing.Routed;
import io.recordsync.store.ledger.RecordKey;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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
            SERVERS.startDatabase();
        }
    }

    /** The sender of a refused event keeps it: the event is neither accepted nor signalled. */
    @Test
    void aboveTheCeilingAnEventIsRefusedForNow() {
        SERVERS.createTopic("full-events", 1_000_000);
        try (RunningProcess starter = SERVERS.starter("full-events", Map.of("BRIDGE_UNSETTLED_CEILING", "3"));
                Api api = new Api(starter.port())) {
            List<String> taken = IntStream.range(0, 5)
                    .mapToObj(n -> "F" + n)
                    .filter(id -> api.event(event(id)).status() == 202)
                    .toList();
            Answer refused = await().atMost(1, TimeUnit.MINUTES)
                    .until(() -> api.event(event("F9")), answer -> answer.status() == 503);
            assertThat(refused.at("/detail")).startsWith("More deliveries are unsettled than BRIDGE_UNSETTLED_CEILING");
            assertThat(refused.at("/errorId")).isNotBlank();
            assertThat(refused.header("retry-after")).isEqualTo("30");

            Store store = starter.bean(Store.class);
            Stream.concat(taken.stream(), Stream.of("F9"))
                    .forEach(id -> store.routing()
                            .routed(
                                    List.of(new Routed(new RecordKey("default", "contact", id), 1, List.of())),
                                    "rules"));
            await().atMost(1, TimeUnit.MINUTES)
                    .until(() -> api.event(event("F10")).status() == 202);
        }
    }

    private static String event(String id) {
        return EVENT.replace("A1", id);
    }

    private static void assertAway(Answer answer, String server) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(503);
        assertThat(answer.at("/detail")).startsWith(server + " does not answer now.");
        assertThat(answer.header("retry-after")).isEqualTo("5");
        assertThat(answer.at("/errorId")).isNotBlank();
    }
}
