package io.recordsync.worker.delivery;

import io.recordsync.connectors.CallDeferredException;
import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.Outcome;
import io.recordsync.process.LogFields;
import io.recordsync.store.delivery.Claim;
import io.recordsync.store.delivery.Deliveries.Release;
import io.recordsync.store.delivery.DeliveryError;
import io.recordsync.store.delivery.Settlement;
import io.recordsync.store.ledger.RecordKey;
import io.recordsync.worker.delivery.Attempts.Attempt;
import io.recordsync.worker.delivery.circuit.CircuitGate;
import io.recordsync.worker.delivery.plan.DeliveryPlan;
import io.recordsync.worker.delivery.plan.DeliveryPlan.InDoubt;
import io.recordsync.worker.delivery.plan.DeliveryPlan.Invalid;
import io.recordsync.worker.delivery.plan.DeliveryPlan.NoConnection;
import io.recordsync.worker.delivery.plan.DeliveryPlan.RoutedByOthers;
import io.recordsync.worker.delivery.plan.DeliveryPlan.Send;
import io.recordsync.worker.delivery.plan.DeliveryPlan.Unchanged;
import io.recordsync.worker.delivery.plan.DeliveryPlan.Unrouted;
import io.recordsync.worker.delivery.plan.OwnRules.Coverage;
import io.recordsync.worker.delivery.retry.ActivityFailures;
import io.recordsync.worker.delivery.retry.DeliveryErrors;
import io.recordsync.worker.delivery.retry.FailedCall;
import io.recordsync.worker.delivery.retry.RetryDecision;
import io.recordsync.worker.delivery.retry.RetryPolicy;
import io.recordsync.workflows.DeliveryRequest;
import io.recordsync.workflows.DeliveryResult;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One attempt at the delivery of one record to one system, from its claim on. When {@link #deliver} returns or throws,
 * the delivery is settled or released, or another delivery has claimed it since. Used by one thread.
 */
final class SingleDelivery {

    private static final Logger LOG = LoggerFactory.getLogger(SingleDelivery.class);

    private static final Duration AFTER_LEASE = Duration.ofMillis(500);

    private final DeliveryContext context;
    private final RetryPolicy retries;
    private final Attempt attempt;
    private final Claim.Granted claim;

    private SingleDelivery(DeliveryContext context, Attempt attempt, Claim.Granted claim) {
        this.context = context;
        this.retries = context.retries();
        this.attempt = attempt;
        this.claim = claim;
    }

    /**
     * @throws io.temporal.failure.ApplicationFailure if the ledger does not know the record, or another delivery holds
     *     the lease
     */
    static SingleDelivery claim(DeliveryContext context, RecordKey key, DeliveryRequest request, Attempt attempt) {
        List<Claim> claims = context.ledger().claim(List.of(key), request.system(), request.owner(), attempt.times());
        return switch (claims.isEmpty() ? null : claims.getFirst()) {
            case null ->
                throw ActivityFailures.unknownRecord(
                        key + " to " + request.system(), context.errorIds().get());
            case Claim.Leased leased ->
                throw ActivityFailures.waiting(
                        "another delivery holds the lease",
                        RetryPolicy.untilLeaseCheck(leased.remaining().plus(AFTER_LEASE)));
            case Claim.Granted granted -> new SingleDelivery(context, attempt, granted);
        };
    }

    /**
     * @param coverage what this process may do with the delivery
     * @throws io.temporal.failure.ApplicationFailure if the delivery is not settled as done
     */
    DeliveryResult deliver(Coverage coverage, CircuitGate gate) {
        return switch (plan(coverage)) {
            case RoutedByOthers none -> throw giveBackForItsRules();
            case InDoubt(Duration remaining) -> throw giveBack("an earlier call may still take effect", remaining);
            case Unrouted none -> settle(Settlement.unrouted(claim));
            case Unchanged same -> settle(Settlement.unchanged(claim));
            case Invalid invalid ->
                throw parkForGood(DeliveryErrors.invalid(claim.system(), invalid.problems(), errorId()));
            case NoConnection none -> throw parkForGood(DeliveryErrors.noConnection(claim.system(), errorId()));
            case Send send -> settle(send.succeeded(claim, send(send, gate)));
        };
    }

    private DeliveryPlan plan(Coverage coverage) {
        try {
            return context.rules().plan(claim, coverage);
        } catch (RuntimeException e) {
            throw failed(DeliveryErrors.defect(e, false), true);
        }
    }

    private Outcome.Written send(Send send, CircuitGate gate) {
        Optional<CircuitGate.Pass> entered = gate.enter();
        if (entered.isEmpty()) {
            throw giveBack(ActivityFailures.circuitIsOpen(claim.system()), gate.patience(retries));
        }
        try (CircuitGate.Pass pass = entered.get()) {
            return write(send, pass);
        }
    }

    private Outcome.Written write(Send send, CircuitGate.Pass pass) {
        try {
            Outcome outcome = context.systems().connector(claim.system()).write(send.write(), attempt.scope());
            pass.answered();
            return (Outcome.Written) outcome;
        } catch (CallDeferredException deferred) {
            throw giveBack(
                    String.valueOf(deferred.getMessage()), deferred.waitTime().plus(retries.spread(AFTER_LEASE)));
        } catch (ConnectorException e) {
            throw Thread.currentThread().isInterrupted() ? stopped(e) : failed(e, pass.failed(e, claim.key()));
        } catch (RuntimeException e) {
            throw failed(DeliveryErrors.defect(e, true), true);
        }
    }

    private DeliveryResult settle(Settlement settlement) {
        requireSettled(settlement);
        return new DeliveryResult(
                claim.image().revision(), settlement.outcome().name().toLowerCase(Locale.ROOT));
    }

    private void requireSettled(Settlement settlement) {
        if (context.ledger().settle(List.of(settlement)).isEmpty()) {
            throw ActivityFailures.waiting("another delivery has claimed the record since", AFTER_LEASE);
        }
    }

    private RuntimeException failed(ConnectorException failure, boolean costs) {
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
    private RuntimeException stopped(ConnectorException failure) {
        Duration wait = failure.inDoubt() ? attempt.times().grace() : AFTER_LEASE;
        release(new Release(false, failure.inDoubt(), wait, wait, Optional.empty()));
        return ActivityFailures.waiting("this worker is stopping", wait);
    }

    private RuntimeException giveBack(String why, Duration delay) {
        release(Release.waiting(delay));
        return ActivityFailures.waiting(why, delay);
    }

    private RuntimeException giveBackForItsRules() {
        release(Release.waiting(Duration.ZERO));
        return ActivityFailures.otherRules(context.rules().fingerprint());
    }

    private void release(Release release) {
        context.ledger().release(List.of(claim), release);
    }

    /** Parks a delivery until somebody corrects the record, the rules or the settings. */
    private RuntimeException parkForGood(DeliveryError error) {
        return park(Settlement.parked(claim, error).withMayPass(false));
    }

    private RuntimeException park(Settlement parked) {
        DeliveryError error = parked.error().orElseThrow();
        requireSettled(parked);
        LogFields.ofError(error.errorId()).during(() -> LOG.warn("parked, {}: {}", error.code(), error.message()));
        return ActivityFailures.parked(
                claim.image().revision(), error, parked.mayPass().orElseThrow());
    }

    /** The error id is made at the first failure, and kept until the delivery settles. */
    private String errorId() {
        return claim.error().map(DeliveryError::errorId).orElseGet(context.errorIds());
    }
}
