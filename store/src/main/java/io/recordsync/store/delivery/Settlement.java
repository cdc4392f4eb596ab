package io.recordsync.store.delivery;

import io.recordsync.store.ledger.StorableValues;
import java.time.Duration;
import java.util.Optional;

/**
 * The outcome of one revision at one system.
 *
 * @param state the delivery's new state
 * @param outcome the outcome in the record's history
 * @param contentHash the hash of what the system holds now; empty keeps what the ledger knows
 * @param externalId the system's id of the record; empty keeps what the ledger knows
 * @param object the system's name of the object that holds the record now; empty keeps what the ledger knows
 * @param error why it was parked; only with {@link Outcome#PARKED}
 * @param mayPass whether the cause of parking may be temporary; empty if that is not known
 * @param linked whether a living row of the record is known at the system now; empty keeps what the ledger knows
 * @param doubt set when the last call had no answer: how long it may still take effect. Only an applied delivery ends a
 *     doubt
 */
public record Settlement(
        Claim.Granted claim,
        DeliveryState state,
        Outcome outcome,
        Optional<String> contentHash,
        Optional<String> externalId,
        Optional<String> object,
        Optional<DeliveryError> error,
        Optional<Boolean> mayPass,
        Optional<Boolean> linked,
        Optional<Duration> doubt) {

    public Settlement {
        externalId = externalId.map(id -> StorableValues.shown(id, 500));
    }

    /** The outcome of a revision at a system. */
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
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    public static Settlement deleted(Claim.Granted claim) {
        return withoutContent(claim, DeliveryState.DELETED, Outcome.APPLIED);
    }

    public static Settlement unchanged(Claim.Granted claim) {
        boolean holdsIt =
                claim.delivered().contentHash().isPresent() || claim.delivered().linked();
        return withoutContent(claim, holdsIt ? DeliveryState.DELIVERED : DeliveryState.DELETED, Outcome.UNCHANGED);
    }

    public static Settlement unrouted(Claim.Granted claim) {
        return withoutContent(claim, DeliveryState.UNROUTED, Outcome.UNROUTED);
    }

    public static Settlement parked(Claim.Granted claim, DeliveryError error) {
        return parked(claim, error, Optional.empty(), false);
    }

    /**
     * @param doubt how long the last call may still take effect; empty when it had an answer, or no call was made
     * @param contentUnknown as in {@link Deliveries.Release}
     */
    public static Settlement parked(
            Claim.Granted claim, DeliveryError error, Optional<Duration> doubt, boolean contentUnknown) {
        return new Settlement(
                claim,
                DeliveryState.PARKED,
                Outcome.PARKED,
                contentUnknown ? Optional.of(Claim.Delivered.UNKNOWN_CONTENT) : Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(error),
                Optional.empty(),
                Optional.empty(),
                doubt);
    }

    /** An update met no row: it was deleted there by others. */
    public static Settlement gone(Claim.Granted claim) {
        return withoutContent(claim, DeliveryState.GONE, Outcome.SKIPPED);
    }

    /** @param error names the conflict that a person has to decide */
    public static Settlement conflict(Claim.Granted claim, DeliveryError error) {
        Settlement parked = parked(claim, error);
        return new Settlement(
                claim,
                DeliveryState.CONFLICT,
                parked.outcome(),
                parked.contentHash(),
                parked.externalId(),
                parked.object(),
                parked.error(),
                Optional.of(false),
                parked.linked(),
                parked.doubt());
    }

    /** @param holding the system's name of the object that holds the record now */
    public Settlement withObject(String holding) {
        return new Settlement(
                claim, state, outcome, contentHash, externalId, Optional.of(holding), error, mayPass, linked, doubt);
    }

    /** A living row of the record is known at the system, and the delivery is done. */
    public Settlement withLinked() {
        DeliveryState done =
                state == DeliveryState.DELETED && outcome == Outcome.UNCHANGED ? DeliveryState.DELIVERED : state;
        return new Settlement(
                claim, done, outcome, contentHash, externalId, object, error, mayPass, Optional.of(true), doubt);
    }

    /** @param passing whether the cause of parking may be temporary */
    public Settlement withMayPass(boolean passing) {
        return new Settlement(
                claim, state, outcome, contentHash, externalId, object, error, Optional.of(passing), linked, doubt);
    }

    private static Settlement withoutContent(Claim.Granted claim, DeliveryState state, Outcome outcome) {
        return new Settlement(
                claim,
                state,
                outcome,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
