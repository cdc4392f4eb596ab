package io.recordsync.worker.delivery;

import io.recordsync.connectors.CallDeferredException;
import io.recordsync.connectors.CallScope;
import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.Outcome;
import io.recordsync.connectors.Write.Operation;
import io.recordsync.settings.LogFields;
import io.recordsync.store.Claim;
import io.recordsync.store.Deliveries;
import io.recordsync.store.Deliveries.Release;
import io.recordsync.store.DeliveryError;
import io.recordsync.store.RecordKey;
import io.recordsync.store.Settlement;
import io.recordsync.worker.delivery.DeliveryPlan.Invalid;
import io.recordsync.worker.delivery.DeliveryPlan.NoConnection;
import io.recordsync.worker.delivery.DeliveryPlan.Send;
import io.recordsync.worker.delivery.DeliveryPlan.Unchanged;
import io.recordsync.worker.delivery.DeliveryPlan.Unrouted;
import io.recordsync.workflows.DeliveryActivities;
import io.recordsync.workflows.DeliveryRequest;
import io.recordsync.workflows.DeliveryResult;
import io.recordsync.workflows.WorkflowIds;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers single records to all systems of this process: claims, transforms, asks for a permit, makes the call,
 * settles.
 */
public final class DeliveryActivitiesImpl implements DeliveryActivities {

    private static final Logger LOG = LoggerFactory.getLogger(DeliveryActivitiesImpl.class);

    private static final Duration AFTER_LEASE = Duration.ofMillis(500);

    private final DeliveryContext context;
    private final Deliveries deliveries;
    private final RetryPolicy retries;
    private final Duration grace;

    public DeliveryActivitiesImpl(DeliveryContext context) {
        this.context = context;
        this.deliveries = context.deliveries();
        this.retries = context.retries();
        this.grace = context.times().grace();
    }

    @Override
    public DeliveryResult deliver(DeliveryRequest request) {
        return about(request).during(() -> context.attempt("delivery", () -> attempt(request)));
    }

    private DeliveryResult attempt(DeliveryRequest request) {
        Instant start = context.clock().instant();
        DeliveryTimes times = context.timesOfAttempt();
        CallScope scope = context.scope(times);
        OwnRules.Part part = context.rules().partOf(request.system(), request.rules());
        if (part == OwnRules.Part.NOTHING) {
            throw otherRules();
        }
        CircuitGate gate = context.gate(request.tenant(), request.system());
        Claim.Granted claim = claim(request, times.lease());
        if (!part.covers(claim)) {
            release(claim, Release.waiting(Duration.ZERO));
            throw otherRules();
        }
        DeliveryResult result = deliver(claim, gate, scope);
        LOG.info(
                "{} at revision {} in {}",
                result.outcome(),
                result.revision(),
                ActivityFailures.seconds(Duration.between(start, context.clock().instant())));
        return result;
    }

    private Claim.Granted claim(DeliveryRequest request, Duration lease) {
        List<Claim> claims = deliveries.claim(List.of(key(request)), request.system(), request.owner(), lease, grace);
        return switch (claims.isEmpty() ? null : claims.getFirst()) {
            case null ->
                throw ActivityFailures.unknownRecord(
                        name(request), context.errorIds().get());
            case Claim.Leased leased ->
                throw ActivityFailures.waiting(
                        "another delivery holds the lease",
                        DeliveryContext.untilNextLook(leased.remaining().plus(AFTER_LEASE)));
            case Claim.Granted granted -> granted;
        };
    }

    private DeliveryResult deliver(Claim.Granted claim, CircuitGate gate, CallScope scope) {
        Duration late = claim.doubt().map(Claim.Doubt::remaining).orElse(Duration.ZERO);
        if (late.isPositive()) {
            throw giveBack(claim, "an earlier call may still take effect", late);
        }
        return switch (plan(claim)) {
            case Unrouted none -> settle(claim, Settlement.unrouted(claim));
            case Unchanged same -> settle(claim, Settlement.unchanged(claim));
            case Invalid invalid ->
                throw parkForGood(claim, DeliveryErrors.invalid(claim.system(), invalid.problems(), errorId(claim)));
            case NoConnection none ->
                throw parkForGood(claim, DeliveryErrors.noConnection(claim.system(), errorId(claim)));
            case Send send -> settle(claim, settlement(claim, send, send(claim, send, gate, scope)));
        };
    }

    private DeliveryPlan plan(Claim.Granted claim) {
        try {
            return DeliveryPlan.of(claim, context.rules().set(), context.tenants());
        } catch (RuntimeException exception) {
            throw failed(claim, DeliveryErrors.defect(exception, false), true);
        }
    }

    private Outcome.Written send(Claim.Granted claim, Send send, CircuitGate gate, CallScope scope) {
        Optional<CircuitGate.Pass> entered = gate.enter();
        if (entered.isEmpty()) {
            throw giveBack(claim, DeliveryContext.circuitIsOpen(claim.system()), gate.patience(retries));
        }
        try (CircuitGate.Pass pass = entered.get()) {
            return write(claim, send, pass, scope);
        }
    }

    private Outcome.Written write(Claim.Granted claim, Send send, CircuitGate.Pass pass, CallScope scope) {
        try {
            Outcome.Written written = context.connector(claim.system()).write(send.write(), scope);
            pass.answered();
            return written;
        } catch (CallDeferredException deferred) {
            throw giveBack(claim, message(deferred), deferred.waitTime().plus(retries.spread(AFTER_LEASE)));
        } catch (ConnectorException failure) {
            throw Thread.currentThread().isInterrupted()
                    ? stopped(claim, failure)
                    : failed(claim, failure, pass.failed(failure, claim.key()));
        } catch (RuntimeException exception) {
            throw failed(claim, DeliveryErrors.defect(exception, true), true);
        }
    }

    private static Settlement settlement(Claim.Granted claim, Send send, Outcome.Written written) {
        return send.write().operation() == Operation.DELETE
                ? Settlement.deleted(claim)
                : Settlement.applied(claim, send.contentHash(), written.externalId())
                        .withObject(send.write().object());
    }

    private DeliveryResult settle(Claim.Granted claim, Settlement settlement) {
        requireSettled(settlement);
        String outcome = settlement.outcome().name().toLowerCase(Locale.ROOT);
        context.metrics().settled(claim.system(), outcome);
        return new DeliveryResult(claim.image().revision(), outcome);
    }

    private void requireSettled(Settlement settlement) {
        if (deliveries.settle(List.of(settlement)).isEmpty()) {
            throw ActivityFailures.waiting("another delivery has claimed it since", AFTER_LEASE);
        }
    }

    private RuntimeException failed(Claim.Granted claim, ConnectorException failure, boolean costs) {
        context.metrics().failed(claim.system(), failure.kind());
        Duration doubt = failure.inDoubt() ? grace : Duration.ZERO;
        RetryDecision decision =
                RetryDecision.on(failure, claim.attempts(), costs, retries).notBefore(doubt);
        return switch (decision.next()) {
            case PARK ->
                park(
                        Settlement.parked(
                                claim,
                                DeliveryErrors.gaveUp(failure, errorId(claim)),
                                Optional.of(doubt).filter(Duration::isPositive),
                                failure.failedInside()),
                        RetryDecision.mayPass(failure.kind()));
            case RETRY -> retry(claim, failure, decision, doubt);
        };
    }

    private RuntimeException retry(
            Claim.Granted claim, ConnectorException failure, RetryDecision decision, Duration doubt) {
        DeliveryError error = DeliveryErrors.of(failure, errorId(claim));
        LogFields.ofError(error.errorId())
                .during(() -> LOG.info(
                        "Attempt {}/{} failed{}, {}: {} Retrying in {} ({}).",
                        claim.attempts() + 1,
                        retries.maxRetries() + 1,
                        decision.charged() ? "" : ", not charged",
                        error.code(),
                        error.message(),
                        ActivityFailures.seconds(decision.delay()),
                        decision.source()));
        release(
                claim,
                new Release(
                        decision.charged(),
                        failure.inDoubt(),
                        doubt,
                        decision.delay(),
                        Optional.of(error),
                        failure.failedInside()));
        String why = error.code() + ": " + error.message();
        return decision.charged()
                ? ActivityFailures.attemptFailed(why, decision.delay())
                : ActivityFailures.waiting(why, decision.delay());
    }

    /** This worker is stopping, and did not wait for the answer. That is no failure of the system. */
    private RuntimeException stopped(Claim.Granted claim, ConnectorException failure) {
        Duration wait = failure.inDoubt() ? grace : AFTER_LEASE;
        release(claim, new Release(false, failure.inDoubt(), wait, wait, Optional.empty()));
        return ActivityFailures.waiting("this worker stops", wait);
    }

    private RuntimeException giveBack(Claim.Granted claim, String why, Duration delay) {
        release(claim, Release.waiting(delay));
        return ActivityFailures.waiting(why, delay);
    }

    private RuntimeException otherRules() {
        return ActivityFailures.otherRules(context.rules().fingerprint());
    }

    private void release(Claim.Granted claim, Release release) {
        DeliveryContext.uninterrupted(() -> deliveries.release(claim, release));
    }

    /** Parks a delivery until somebody corrects the record, the rules or the settings. */
    private RuntimeException parkForGood(Claim.Granted claim, DeliveryError error) {
        return park(Settlement.parked(claim, error), false);
    }

    private RuntimeException park(Settlement parked, boolean mayPass) {
        DeliveryError error = parked.error().orElseThrow();
        requireSettled(parked.withMayPass(mayPass));
        context.metrics().settled(parked.claim().system(), "parked");
        LogFields.ofError(error.errorId()).during(() -> LOG.warn("parked, {}: {}", error.code(), error.message()));
        return ActivityFailures.parked(parked.claim().image().revision(), error, mayPass);
    }

    /** The error id is made at the first failure, and kept until the delivery settles. */
    private String errorId(Claim.Granted claim) {
        return claim.error().map(DeliveryError::errorId).orElseGet(context.errorIds());
    }

    private static LogFields about(DeliveryRequest request) {
        return LogFields.of(key(request))
                .system(request.system())
                .workflowId(WorkflowIds.syncRecord(request.tenant(), request.entity(), request.recordId()));
    }

    private static RecordKey key(DeliveryRequest request) {
        return new RecordKey(request.tenant(), request.entity(), request.recordId());
    }

    private static String name(DeliveryRequest request) {
        return key(request) + " to " + request.system();
    }

    private static String message(RuntimeException exception) {
        return String.valueOf(exception.getMessage());
    }
}
