package io.recordsync.worker.delivery;

import io.recordsync.connectors.ConnectorException;
import io.recordsync.process.LogFields;
import io.recordsync.store.delivery.Claim;
import io.recordsync.store.delivery.Deliveries.Release;
import io.recordsync.store.delivery.DeliveryError;
import io.recordsync.store.delivery.Settlement;
import io.recordsync.store.delivery.TwoWayDeliveries.Settled;
import io.recordsync.worker.delivery.Attempts.Attempt;
import io.recordsync.worker.delivery.retry.ActivityFailures;
import io.recordsync.worker.delivery.retry.DeliveryErrors;
import io.recordsync.worker.delivery.retry.FailedCall;
import io.recordsync.worker.delivery.retry.RetryDecision;
import io.recordsync.worker.delivery.retry.RetryPolicy;
import io.recordsync.workflows.DeliveryResult;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How the delivery of one record ends: settled, released or parked. Used by one thread. */
final class SingleResults {

    static final Duration AFTER_LEASE = Duration.ofMillis(500);

    private static final Logger LOG = LoggerFactory.getLogger(SingleDelivery.class);

    private final DeliveryContext context;
    private final RetryPolicy retries;
    private final Attempt attempt;
    private final Claim.Granted claim;
    private final Optional<ReadSystem> read;

    /** @param read the system, if it is read */
    SingleResults(DeliveryContext context, Attempt attempt, Claim.Granted claim, Optional<ReadSystem> read) {
        this.context = context;
        this.retries = context.retries();
        this.attempt = attempt;
        this.claim = claim;
        this.read = read;
    }

    DeliveryResult settle(Settlement settlement) {
        return settle(Settled.of(settlement));
    }

    DeliveryResult settle(Settled settled) {
        requireSettled(settled);
        Settlement settlement = settled.settlement();
        return new DeliveryResult(
                claim.image().revision(), settlement.outcome().name().toLowerCase(Locale.ROOT));
    }

    private void requireSettled(Settled settlement) {
        if (context.ledger().settle(List.of(settlement)).isEmpty()) {
            throw ActivityFailures.waiting("another delivery has claimed the record since", AFTER_LEASE);
        }
    }

    RuntimeException failed(ConnectorException failure, boolean costs) {
        FailedCall call = context.systems().failed(claim.system(), failure);
        RetryDecision decision = call.decide(claim.attempts(), costs);
        return switch (decision.next()) {
            case PARK -> park(call.parked(claim, DeliveryErrors.gaveUp(failure, errorId())));
            case RETRY -> retry(call, decision);
        };
    }

    private RuntimeException retry(FailedCall call, RetryDecision decision) {
        DeliveryError error = DeliveryErrors.of(call.failure(), errorId());
        LogFields.ofError(error.errorId())
                .during(() -> LOG.info(
                        "Attempt {}/{} failed{}, {}: {} Next attempt in {} ({}).",
                        claim.attempts() + 1,
                        retries.maxRetries() + 1,
                        decision.charged() ? "" : ", not charged",
                        error.code(),
                        error.message(),
                        ActivityFailures.seconds(decision.delay()),
                        decision.source()));
        release(call.release(decision.charged(), decision.delay(), Optional.of(error)));
        String why = error.code() + ": " + error.message();
        return decision.charged()
                ? ActivityFailures.attemptFailed(why, decision.delay())
                : ActivityFailures.waiting(why, decision.delay());
    }

    /** This worker is stopping, and did not wait for the answer. That is no failure of the system. */
    RuntimeException stopped(ConnectorException failure) {
        Duration wait = failure.inDoubt() ? attempt.times().grace() : AFTER_LEASE;
        release(new Release(false, failure.inDoubt(), wait, wait, Optional.empty()));
        return ActivityFailures.waiting("this worker is stopping", wait);
    }

    RuntimeException giveBack(String why, Duration delay) {
        release(Release.waiting(delay));
        return ActivityFailures.waiting(why, delay);
    }

    RuntimeException giveBackForItsRules() {
        release(Release.waiting(Duration.ZERO));
        return ActivityFailures.otherRules(context.rules().fingerprint());
    }

    /** Routing leaves the system out as long as the first read of its rows has not ended. */
    RuntimeException giveBackUntilRead() {
        release(Release.waiting(Duration.ZERO));
        return ActivityFailures.notReadYet(claim.system());
    }

    private void release(Release release) {
        undo(release.inDoubt() || release.contentUnknown());
        context.ledger().release(List.of(claim), release);
    }

    /** @param mayHaveWritten whether the last call may have taken effect */
    private void undo(boolean mayHaveWritten) {
        read.filter(rows -> !mayHaveWritten).ifPresent(rows -> rows.undo(List.of(claim)));
    }

    /** Parks a delivery until somebody corrects the record, the rules or the settings. */
    RuntimeException parkForGood(DeliveryError error) {
        return park(Settlement.parked(claim, error).withMayPass(false));
    }

    private RuntimeException park(Settlement parked) {
        return park(Settled.of(parked));
    }

    RuntimeException park(Settled settled) {
        Settlement parked = settled.settlement();
        DeliveryError error = parked.error().orElseThrow();
        undo(parked.doubt().isPresent() || parked.contentHash().isPresent());
        requireSettled(settled);
        LogFields.ofError(error.errorId()).during(() -> LOG.warn("parked, {}: {}", error.code(), error.message()));
        return ActivityFailures.parked(
                claim.image().revision(), error, parked.mayPass().orElseThrow());
    }

    /** The error id is made at the first failure, and kept until the delivery settles. */
    String errorId() {
        return claim.error().map(DeliveryError::errorId).orElseGet(context.errorIds());
    }
}
