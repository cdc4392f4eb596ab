package io.recordsync.store;

import java.util.Optional;

/**
 * The fate of one revision at one system.
 *
 * @param state where the delivery stands now
 * @param outcome what goes into the record's history
 * @param contentHash of what the system holds now; empty keeps what the ledger knows
 * @param externalId the system's id; empty keeps what the ledger knows
 * @param error why it parked; only with {@link Outcome#PARKED}
 */
public record Settlement(
        Claim.Granted claim,
        DeliveryState state,
        Outcome outcome,
        Optional<String> contentHash,
        Optional<String> externalId,
        Optional<DeliveryError> error) {

    /** What became of a revision at a system. */
    public enum Outcome {
        APPLIED,
        UNCHANGED,
        UNROUTED,
        PARKED,
        SKIPPED
    }

    public static Settlement applied(Claim.Granted claim, String contentHash, Optional<String> externalId) {
        return new Settlement(
                claim,
                DeliveryState.DELIVERED,
                Outcome.APPLIED,
                Optional.of(contentHash),
                externalId,
                Optional.empty());
    }

    public static Settlement deleted(Claim.Granted claim) {
        return new Settlement(
                claim, DeliveryState.DELETED, Outcome.APPLIED, Optional.empty(), Optional.empty(), Optional.empty());
    }

    public static Settlement unchanged(Claim.Granted claim) {
        return new Settlement(
                claim,
                claim.delivered().contentHash().isPresent() ? DeliveryState.DELIVERED : DeliveryState.DELETED,
                Outcome.UNCHANGED,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    public static Settlement unrouted(Claim.Granted claim) {
        return new Settlement(
                claim, DeliveryState.UNROUTED, Outcome.UNROUTED, Optional.empty(), Optional.empty(), Optional.empty());
    }

    public static Settlement parked(Claim.Granted claim, DeliveryError error) {
        return new Settlement(
                claim, DeliveryState.PARKED, Outcome.PARKED, Optional.empty(), Optional.empty(), Optional.of(error));
    }
}
