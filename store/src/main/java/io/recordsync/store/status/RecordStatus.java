package io.recordsync.store.status;

import io.recordsync.store.delivery.DeliveryError;
import io.recordsync.store.delivery.DeliveryState;
import io.recordsync.store.ledger.RecordKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Everything that the ledger knows of a record except its content.
 *
 * @param revision the image's newest revision
 * @param deliveries one delivery for each system where the record was ever due
 * @param changes the newest changes, newest first, at most 100
 */
public record RecordStatus(
        RecordKey key,
        long revision,
        boolean deleted,
        Instant changedAt,
        List<Delivery> deliveries,
        List<LoggedChange> changes) {

    /**
     * @param revision the revision that the system was last given; 0 for none
     * @param settledRevision the newest revision whose outcome at the system is known
     * @param attempts the number of attempts that were charged since the delivery last settled
     * @param error why it was parked, or why its last attempt failed
     */
    public record Delivery(
            String system,
            DeliveryState state,
            long revision,
            long settledRevision,
            long dueRevision,
            Optional<String> externalId,
            int attempts,
            boolean inDoubt,
            Optional<DeliveryError> error,
            Optional<Instant> nextAttemptAt,
            Optional<Instant> settledAt) {}

    /** @param outcome the outcome of the change; empty while it is on its way to any of its systems */
    public record LoggedChange(
            String eventKey,
            String source,
            String operation,
            String door,
            String verdict,
            long revision,
            Instant acceptedAt,
            Optional<String> outcome) {}
}
