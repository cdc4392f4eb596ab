package io.recordsync.starter.bridge.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.recordsync.process.RunningProcess;
import io.recordsync.starter.TestServers;
import io.recordsync.starter.bridge.lanes.LaneRouter;
import io.recordsync.starter.bridge.load.InFlightLoad;
import io.recordsync.store.Store;
import io.recordsync.store.delivery.Routing.Routed;
import io.recordsync.store.ledger.Change;
import io.recordsync.store.ledger.RecordKey;
import io.recordsync.workflows.Priorities;
import io.recordsync.workflows.SyncBatchInput;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ReroutingTest {

    @RegisterExtension
    static final TestServers SERVERS = new TestServers();

    private static final RecordKey KEY = new RecordKey("default", "contact", "REROUTED");

    @Test
    void whatOtherRulesHaveRoutedIsRoutedAgainBehindAllElseOnceAllWorkersAgree() {
        SERVERS.createTopic("rerouting", 1_000_000);
        try (RunningProcess starter = SERVERS.starter("rerouting", Map.of())) {
            Store store = starter.bean(Store.class);
            SERVERS.worker(store, Optional.of("new"), "hubspot");
            String old = SERVERS.worker(store, Optional.of("old"), "hubspot");
            routedByTheOldRules(store);
            Rerouting rerouting = new Rerouting(
                    store.processes(),
                    store.rerouting(),
                    starter.bean(LaneRouter.class),
                    starter.bean(InFlightLoad.class),
                    () -> true);

            rerouting.look();
            assertThat(store.ledger().status(KEY).orElseThrow().revision()).isOne();

            store.processes().end(old);
            rerouting.look();
            assertThat(store.ledger().status(KEY).orElseThrow().revision()).isEqualTo(2);
            await().atMost(Duration.ofMinutes(1))
                    .untilAsserted(() -> assertThat(SERVERS.chunks.values())
                            .contains(new SyncBatchInput(
                                    "default", "contact", List.of(KEY.recordId()), Priorities.BACKFILL)));
        }
    }

    private static void routedByTheOldRules(Store store) {
        store.acceptance()
                .accept(List.of(new Change(
                        "e-1",
                        KEY,
                        "test",
                        Change.Operation.CREATE,
                        Change.Form.SNAPSHOT,
                        null,
                        Map.of("first_name", "Pat"),
                        "test:1")));
        store.routing().routed(List.of(new Routed(KEY, 1, List.of())), "old");
    }
}
