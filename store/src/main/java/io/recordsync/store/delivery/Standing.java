package io.recordsync.store.delivery;

import java.time.Instant;
import java.util.Optional;

/**
 * How a record's delivery to one system stands, as far as a row that was read there is concerned. Times are by the
 * ledger's clock.
 *
 * @param leased whether an attempt works on it, or has not given its lease back
 * @param inDoubt whether a call may have taken effect of which no answer came
 * @param inDoubtUntil how long such a call may still take effect
 * @param settledAt when the last attempt was settled
 * @param settledRevision the newest revision whose outcome is known; 0 before the first
 * @param contentHash the hash of what the system was last given
 * @param externalId the system's id of the record, as a delivery learned it
 */
public record Standing(
        DeliveryState state,
        boolean leased,
        boolean inDoubt,
        Optional<Instant> inDoubtUntil,
        Optional<Instant> settledAt,
        long settledRevision,
        Optional<String> contentHash,
        Optional<String> externalId) {

    /** A record that was never routed to the system. */
    public static final Standing NONE = new Standing(
            DeliveryState.DUE, false, false, Optional.empty(), Optional.empty(), 0, Optional.empty(), Optional.empty());

    /** Whether the system was given the record before, perhaps by a call of which no answer came. */
    public boolean isGivenBefore() {
        return contentHash.isPresent() || externalId.isPresent() || inDoubt;
    }

    /** Whether something of ours still waits to be given of a record at this revision, routed or not. */
    public boolean isWaiting(long revision) {
        return settledRevision < revision || inDoubt || state.isParked();
    }
}
