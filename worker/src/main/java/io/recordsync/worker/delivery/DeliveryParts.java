package io.recordsync.worker.delivery;

import io.recordsync.connectors.Connector;
import io.recordsync.connectors.Permits;
import io.recordsync.rules.RuleSet;
import io.recordsync.store.Deliveries;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What deliveries are made with, one by one or in chunks.
 *
 * @param connectors by system, those of this process
 * @param deliveries the ledger's
 * @param permits new ones for each delivery or chunk
 * @param errorIds makes a new one each time
 */
public record DeliveryParts(
        Map<String, Connector> connectors,
        Deliveries deliveries,
        RuleSet rules,
        Circuits circuits,
        Supplier<Permits> permits,
        RetryPolicy retries,
        DeliveryTimes times,
        InstantSource clock,
        Supplier<String> errorIds,
        DeliveryMetrics metrics) {

    private static final Duration DATABASE_AWAY = Duration.ofSeconds(3);

    public DeliveryParts {
        connectors = Map.copyOf(connectors);
    }

    Connector connector(String system) {
        Connector connector = connectors.get(system);
        if (connector == null) {
            throw new IllegalStateException("no connector for " + system + " in this worker");
        }
        return connector;
    }

    Duration databaseWait() {
        return DATABASE_AWAY.plus(retries.spread(DATABASE_AWAY));
    }
}
