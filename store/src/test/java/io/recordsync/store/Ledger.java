package io.recordsync.store;

import io.recordsync.store.delivery.Claim;
import io.recordsync.store.delivery.DeliveryError;
import io.recordsync.store.delivery.Routing;
import io.recordsync.store.delivery.Settlement;
import io.recordsync.store.ledger.Accepted;
import io.recordsync.store.ledger.Change;
import io.recordsync.store.ledger.Image;
import io.recordsync.store.ledger.RecordKey;
import io.recordsync.store.status.DeliveryPages;
import io.recordsync.store.status.RecordStatus;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Short forms of what tests do with a store. */
record Ledger(Store store) {

    static final Duration LEASE = Duration.ofMinutes(5);
    static final Duration GRACE = Duration.ofMinutes(1);
    static final String CRM = "salesforce";
    static final String RULES = "rules";
    static final DeliveryError ERROR = new DeliveryError("REFUSED", "the system refused it", "e-1");

    Accepted accept(Change change) {
        return store.acceptance().accept(List.of(change)).getFirst();
    }

    Image image(RecordKey key) {
        return store.routing().candidates(List.of(key)).getFirst().image();
    }

    /** Routes the newest image to these systems. */
    void route(RecordKey key, String... systems) {
        store.routing().routed(List.of(new Routing.Routed(key, image(key).revision(), List.of(systems))), RULES);
    }

    Claim claim(RecordKey key, String system, String owner) {
        return claim(key, system, owner, LEASE);
    }

    Claim claim(RecordKey key, String system, String owner, Duration lease) {
        return store.deliveries()
                .claim(List.of(key), system, owner, lease, GRACE)
                .getFirst();
    }

    Claim.Granted granted(RecordKey key, String system) {
        return (Claim.Granted) claim(key, system, "owner");
    }

    boolean settle(Settlement settlement) {
        return store.deliveries().settle(List.of(settlement)).size() == 1;
    }

    void apply(RecordKey key, String system) {
        Claim.Granted claim = granted(key, system);
        settle(Settlement.applied(claim, "hash" + claim.image().revision(), Optional.of("id")));
    }

    void park(RecordKey key, String system) {
        settle(Settlement.parked(granted(key, system), ERROR));
    }

    void leaveUndecided(RecordKey key, String system) {
        settle(Settlement.conflict(granted(key, system), ERROR));
    }

    RecordStatus.Delivery delivery(RecordKey key, String system) {
        return store.ledger().status(key).orElseThrow().deliveries().stream()
                .filter(delivery -> delivery.system().equals(system))
                .findFirst()
                .orElseThrow();
    }

    /** The deliveries that are parked. */
    List<DeliveryPages.Listed> parked() {
        return store.deliveryPages().page(DeliveryPagesTest.PARKED, Optional.empty(), 10);
    }

    /**
     * The outcomes of the record's changes, oldest first; an empty text for a change whose outcome is not known yet.
     */
    List<String> fates(RecordKey key) {
        return store.ledger().status(key).orElseThrow().changes().reversed().stream()
                .map(change -> change.outcome().orElse(""))
                .toList();
    }

    static List<RecordKey> granted(Collection<Claim> claims) {
        return claims.stream()
                .filter(Claim.Granted.class::isInstance)
                .map(Claim::key)
                .toList();
    }
}
