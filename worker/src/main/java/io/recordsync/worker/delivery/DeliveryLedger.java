package io.recordsync.worker.delivery;

import io.recordsync.store.Store;
import io.recordsync.store.delivery.BulkJobStore;
import io.recordsync.store.delivery.Claim;
import io.recordsync.store.delivery.Deliveries;
import io.recordsync.store.delivery.Deliveries.Release;
import io.recordsync.store.delivery.TwoWayDeliveries;
import io.recordsync.store.delivery.TwoWayDeliveries.Settled;
import io.recordsync.store.ledger.FieldHashes;
import io.recordsync.store.ledger.RecordKey;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The deliveries in the ledger, as attempts use them. Results are written also by a worker that is stopping: an
 * interrupt of its thread would break the database connection, so it takes effect after the statement.
 */
public final class DeliveryLedger {

    private final Deliveries deliveries;
    private final TwoWayDeliveries twoWay;
    private final BulkJobStore jobs;
    private final Supplier<FieldHashes> hashes;
    private final DeliveryMetrics metrics;

    public DeliveryLedger(Store store, DeliveryMetrics metrics) {
        this.deliveries = store.deliveries();
        this.twoWay = store.twoWay();
        this.jobs = store.jobs();
        this.hashes = store.hashes();
        this.metrics = metrics;
    }

    /** The systems' own jobs that are not known to be over. */
    BulkJobStore jobs() {
        return jobs;
    }

    /**
     * Claims deliveries to one system, as {@link Deliveries#claim} does.
     *
     * @param times the times of the attempt
     */
    List<Claim> claim(Collection<RecordKey> keys, String system, String owner, DeliveryTimes times) {
        return deliveries.claim(keys, system, owner, times.lease(), times.grace());
    }

    /**
     * Settles deliveries, and counts their outcomes.
     *
     * @return the keys that were settled; the others have been claimed by another since
     */
    Set<RecordKey> settle(Collection<Settled> settlements) {
        Set<RecordKey> settled = new HashSet<>();
        uninterrupted(() -> settled.addAll(write(settlements)));
        settlements.stream()
                .map(Settled::settlement)
                .filter(one -> settled.contains(one.claim().key()))
                .forEach(one -> metrics.settled(
                        one.claim().system(), one.outcome().name().toLowerCase(Locale.ROOT)));
        return settled;
    }

    /** Where the base of no row changes, one statement is enough. */
    private Set<RecordKey> write(Collection<Settled> settlements) {
        boolean hasBases = settlements.stream().anyMatch(one -> one.base().isPresent());
        return hasBases
                ? twoWay.settle(settlements, hashes.get().keyId())
                : deliveries.settle(
                        settlements.stream().map(Settled::settlement).toList());
    }

    /** Gives back the leases of attempts that ended in the same way. */
    void release(List<Claim.Granted> claims, Release release) {
        uninterrupted(() -> deliveries.release(claims, release));
    }

    static void uninterrupted(Runnable statement) {
        boolean stopping = Thread.interrupted();
        try {
            statement.run();
        } finally {
            if (stopping) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
