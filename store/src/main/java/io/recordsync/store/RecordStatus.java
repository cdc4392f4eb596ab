package io.recordsync.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Everything that the ledger knows of a record but its content.
 *
 * @param revision the image's
 * @param deliveries one for each system that it was ever due at
 * @param changes the newest first, bounded
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
     * @param settledRevision the revision whose fate here is known
     * @param attempts charged since it last settled
     * @param error why it parked, or why the last attempt failed
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

    /** @param outcome what became of it; empty while it is on its way to any of its systems */
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
