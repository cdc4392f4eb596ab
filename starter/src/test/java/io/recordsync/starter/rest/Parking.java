package io.recordsync.starter.rest;

import io.recordsync.store.Store;
import io.recordsync.store.delivery.Claim;
import io.recordsync.store.delivery.DeliveryError;
import io.recordsync.store.delivery.Routing.Routed;
import io.recordsync.store.delivery.Settlement;
import io.recordsync.store.ledger.RecordKey;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Makes the changes in the ledger that a worker would make. */
public record Parking(Store store) {

    public static final DeliveryError ERROR = new DeliveryError("INVALID_EMAIL", "the system refuses it", "error-7");

    /** Delivers the record to the system {@code delivered}, and parks its delivery to the system {@code parked}. */
    public void park(RecordKey key, String delivered, String parked) {
        long revision = store.ledger().status(key).orElseThrow().revision();
        store.routing().routed(List.of(new Routed(key, revision, List.of(delivered, parked))), "rules");
        settle(Settlement.applied(claim(key, delivered), "hash", Optional.of("003xx")));
        settle(Settlement.parked(claim(key, parked), ERROR));
    }

    /** Leaves the delivery to a person's decision. */
    public void leaveUndecided(RecordKey key, String system) {
        long revision = store.ledger().status(key).orElseThrow().revision();
        store.routing().routed(List.of(new Routed(key, revision, List.of(system))), "rules");
        settle(Settlement.conflict(claim(key, system), ERROR));
    }

    /** Settles the record as unrouted, so that nothing is left to deliver. */
    public void goNowhere(RecordKey key) {
        long revision = store.ledger().status(key).orElseThrow().revision();
        store.routing().routed(List.of(new Routed(key, revision, List.of())), "rules");
    }

    private Claim.Granted claim(RecordKey key, String system) {
        return (Claim.Granted) store.deliveries()
                .claim(List.of(key), system, "test", Duration.ofMinutes(5), Duration.ofMinutes(1))
                .getFirst();
    }

    private void settle(Settlement settlement) {
        store.deliveries().settle(List.of(settlement));
    }
}
