package io.recordsync.worker.reading;

import io.recordsync.store.ledger.RecordKey;
import io.recordsync.worker.reading.StepDelivery.Call;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A system in a round, and what is under way there. */
final class Side {

    /**
     * Rows that the system was asked for.
     *
     * @param asked by the ledger's clock
     * @param until where the next page of changes begins
     */
    record Asked(List<ModelSystem.Row> rows, Instant asked, Instant until, String name) {}

    final ModelSystem system;
    final Set<String> again = new LinkedHashSet<>();
    final Map<RecordKey, Call> calls = new HashMap<>();
    final Set<RecordKey> called = new LinkedHashSet<>();
    Optional<Asked> page = Optional.empty();
    Instant cursor = Instant.EPOCH;

    Side(ModelSystem system) {
        this.system = system;
    }

    String name() {
        return system.system();
    }
}
