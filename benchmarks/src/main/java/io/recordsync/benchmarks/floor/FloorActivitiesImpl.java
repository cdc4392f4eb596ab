package io.recordsync.benchmarks.floor;

import io.recordsync.store.Store;
import io.recordsync.store.delivery.Claim;
import io.recordsync.store.delivery.Routing.Routed;
import io.recordsync.store.delivery.Settlement;
import io.recordsync.store.ledger.RecordKey;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Runs the ledger's statements and the call, in the order of the record lane. */
final class FloorActivitiesImpl implements FloorActivities {

    private static final String SYSTEM = "salesforce";
    private static final String RULES = "floor";
    private static final Duration LEASE = Duration.ofSeconds(60);
    private static final Duration GRACE = Duration.ofSeconds(10);

    private final Store store;
    private final FloorCalls calls;

    FloorActivitiesImpl(Store store, FloorCalls calls) {
        this.store = store;
        this.calls = calls;
    }

    @Override
    public void deliver(String recordId, String owner) {
        List<RecordKey> key = List.of(FloorDriver.key(recordId));
        store.routing()
                .candidates(key)
                .forEach(candidate -> store.routing()
                        .routed(
                                List.of(new Routed(
                                        candidate.image().key(),
                                        candidate.image().revision(),
                                        List.of(SYSTEM))),
                                RULES));
        for (Claim claim : store.deliveries().claim(key, SYSTEM, owner, LEASE, GRACE)) {
            deliver(claim);
        }
    }

    private void deliver(Claim claim) {
        if (!(claim instanceof Claim.Granted granted)) {
            throw new IllegalStateException("another delivery holds the lease");
        }
        String id = calls.upsert(granted.key().recordId(), granted.image().fields());
        store.deliveries()
                .settle(List.of(Settlement.applied(
                        granted, Integer.toHexString(granted.image().fields().hashCode()), Optional.of(id))));
    }
}
