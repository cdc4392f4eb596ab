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
import java.util.function.Function;

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
    final Map<RecordKey, Call> calls = new HashMap<>();
    final Set<RecordKey> called = new LinkedHashSet<>();
    Optional<Asked> page = Optional.empty();
    Instant cursor = Instant.EPOCH;

    /** The runs of its reader, which look for deletes too. */
    final StepRun run;

    /** How often people had deleted or restored rows when a run last looked for that at rest. */
    int removalsRead;

    Side(ModelSystem system, Function<Side, StepRun> run) {
        this.system = system;
        this.run = run.apply(this);
    }

    String name() {
        return system.system();
    }
}
