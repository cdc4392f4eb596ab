package io.recordsync.worker.delivery;

import io.recordsync.connectors.CallDeferredException;
import io.recordsync.connectors.CallScope;
import io.recordsync.connectors.Connector;
import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.Outcome;
import io.recordsync.connectors.Permits;
import io.recordsync.connectors.Write.Operation;
import io.recordsync.rules.RuleSet;
import io.recordsync.store.Claim;
import io.recordsync.store.Deliveries;
import io.recordsync.store.Deliveries.Release;
import io.recordsync.store.DeliveryError;
import io.recordsync.store.RecordKey;
import io.recordsync.store.Settlement;
import io.recordsync.worker.delivery.DeliveryPlan.Invalid;
import io.recordsync.worker.delivery.DeliveryPlan.Send;
import io.recordsync.worker.delivery.DeliveryPlan.Unchanged;
import io.recordsync.worker.delivery.DeliveryPlan.Unrouted;
import io.recordsync.workflows.DeliveryActivities;
import io.recordsync.workflows.DeliveryRequest;
import io.recordsync.workflows.DeliveryResult;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/** Claim, transform, permit, one API call, settle: for all systems of this process. */
public final class DeliveryActivitiesImpl implements DeliveryActivities {

    private static final Logger LOG = LoggerFactory.getLogger(DeliveryActivitiesImpl.class);

    /** Between the last moment for a call and the activity's own end: what settling takes. */
    private static final Duration TO_SETTLE = Duration.ofSeconds(2);

    private static final Duration DATABASE_AWAY = Duration.ofSeconds(3);
    private static final Duration AFTER_LEASE = Duration.ofMillis(500);

    private final Map<String, Connector> connectors;
    private final Deliveries deliveries;
    private final RuleSet rules;
    private final Circuits circuits;
    private final Permits permits;
    private final RetryPolicy retries;
    private final DeliveryTimes times;
    private final InstantSource clock;
    private final Supplier<String> errorIds;
    private final DeliveryMetrics metrics;

    public DeliveryActivitiesImpl(
            Map<String, Connector> connectors,
            Deliveries deliveries,
            RuleSet rules,
            Circuits circuits,
            Permits permits,
            RetryPolicy retries,
            DeliveryTimes times,
            InstantSource clock,
            Supplier<String> errorIds,
            DeliveryMetrics metrics) {
        this.connectors = Map.copyOf(connectors);
        this.deliveries = deliveries;
        this.rules = rules;
        this.circuits = circuits;
        this.permits = permits;
        this.retries = retries;
        this.times = times;
        this.clock = clock;
        this.errorIds = errorIds;
        this.metrics = metrics;
    }

    @Override
    public DeliveryResult deliver(DeliveryRequest request) {
        CallScope scope = new CallScope(clock.instant().plus(times.activity()).minus(TO_SETTLE), permits);
        Gate gate = circuits.gate(request.tenant(), request.system());
        if (gate.isOpen()) {
            throw Failures.waiting("the circuit of " + request.system() + " is open", retries.whileCircuitIsOpen());
        }
        try {
            return deliver(claim(request), gate, scope);
        } catch (DataAccessException | TransactionException databaseAway) {
            LOG.warn(
                    "the database is away ({}); {} waits",
                    databaseAway.getClass().getSimpleName(),
                    name(request));
            throw Failures.waiting("the database is away", DATABASE_AWAY.plus(retries.spread(DATABASE_AWAY)));
        }
    }

    private Claim.Granted claim(DeliveryRequest request) {
        RecordKey key = new RecordKey(request.tenant(), request.entity(), request.recordId());
        List<Claim> claims =
                deliveries.claim(List.of(key), request.system(), request.owner(), times.lease(), times.grace());
        return switch (claims.isEmpty() ? null : claims.getFirst()) {
            case null -> throw Failures.unknownRecord(name(request), errorIds.get());
            case Claim.Leased leased ->
                throw Failures.waiting(
                        "another delivery holds the lease", leased.remaining().plus(AFTER_LEASE));
            case Claim.Granted granted -> granted;
        };
    }

    private DeliveryResult deliver(Claim.Granted claim, Gate gate, CallScope scope) {
        Duration late = claim.doubt().map(Claim.Doubt::remaining).orElse(Duration.ZERO);
        if (late.isPositive()) {
            throw release(claim, "an earlier call may still take effect", late);
        }
        return switch (plan(claim, gate)) {
            case Unrouted none -> settle(claim, Settlement.unrouted(claim));
            case Unchanged same -> settle(claim, Settlement.unchanged(claim));
            case Invalid invalid ->
                throw park(claim, Errors.invalid(claim.system(), invalid.problems(), errorIds.get()), false);
            case Send send -> send(claim, send, gate, scope);
        };
    }

    private DeliveryPlan plan(Claim.Granted claim, Gate gate) {
        try {
            return DeliveryPlan.of(claim, rules);
        } catch (RuntimeException defect) {
            throw failed(claim, Errors.defect(defect), gate);
        }
    }

    private DeliveryResult send(Claim.Granted claim, Send send, Gate gate, CallScope scope) {
        if (!gate.tryEnter()) {
            throw release(claim, "the circuit of " + claim.system() + " is open", retries.whileCircuitIsOpen());
        }
        Outcome.Written written;
        try {
            written = connector(claim.system()).write(send.write(), scope);
            gate.answered();
        } catch (CallDeferredException deferred) {
            gate.leave();
            throw release(
                    claim,
                    "the account's quota allows no call now",
                    deferred.waitTime().plus(retries.spread(Duration.ofMillis(500))));
        } catch (ConnectorException failure) {
            gate.failed(failure);
            throw failed(claim, failure, gate);
        } catch (DataAccessException databaseAway) {
            gate.leave();
            throw databaseAway;
        } catch (RuntimeException defect) {
            gate.leave();
            throw failed(claim, Errors.defect(defect), gate);
        }
        return settle(claim, settlement(claim, send, written));
    }

    private Connector connector(String system) {
        Connector connector = connectors.get(system);
        if (connector == null) {
            throw new IllegalStateException("no connector for " + system + " in this worker");
        }
        return connector;
    }

    private static Settlement settlement(Claim.Granted claim, Send send, Outcome.Written written) {
        return send.write().operation() == Operation.DELETE
                ? Settlement.deleted(claim)
                : Settlement.applied(claim, send.contentHash(), written.externalId());
    }

    private DeliveryResult settle(Claim.Granted claim, Settlement settlement) {
        if (deliveries.settle(List.of(settlement)).isEmpty()) {
            throw Failures.waiting("another delivery has claimed it since", AFTER_LEASE);
        }
        String outcome = settlement.outcome().name().toLowerCase(Locale.ROOT);
        metrics.settled(claim.system(), outcome);
        LOG.debug("{}: {} at revision {}", name(claim), outcome, claim.image().revision());
        return new DeliveryResult(claim.image().revision(), outcome);
    }

    private RuntimeException failed(Claim.Granted claim, ConnectorException failure, Gate gate) {
        Verdict verdict = Verdict.on(failure, claim.attempts(), gate.hasPaid(claim.chargedAt()), retries);
        metrics.failed(claim.system(), failure.kind());
        return switch (verdict.next()) {
            case PARK -> park(claim, Errors.gaveUp(failure, errorIds.get()), Verdict.mayPass(failure.kind()));
            case RETRY -> retry(claim, failure, verdict);
        };
    }

    private RuntimeException retry(Claim.Granted claim, ConnectorException failure, Verdict verdict) {
        DeliveryError error = Errors.of(failure, errorIds.get());
        Duration delay = failure.inDoubt() ? longer(verdict.delay(), times.grace()) : verdict.delay();
        LOG.info(
                "{}: attempt failed, {}: {} Tried again in {} (error id {})",
                name(claim),
                failure.code(),
                failure.getMessage(),
                delay,
                error.errorId());
        deliveries.release(
                claim, new Release(verdict.charged(), failure.inDoubt(), times.grace(), delay, Optional.of(error)));
        String why = error.code() + ": " + error.message();
        return verdict.charged() ? Failures.attemptFailed(why, delay) : Failures.waiting(why, delay);
    }

    private RuntimeException release(Claim.Granted claim, String why, Duration delay) {
        deliveries.release(claim, Release.waiting(delay));
        return Failures.waiting(why, delay);
    }

    private RuntimeException park(Claim.Granted claim, DeliveryError error, boolean mayPass) {
        deliveries.settle(List.of(Settlement.parked(claim, error)));
        metrics.settled(claim.system(), "parked");
        LOG.warn("{}: parked, {}: {} (error id {})", name(claim), error.code(), error.message(), error.errorId());
        return Failures.parked(claim.image().revision(), error, mayPass);
    }

    private static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) > 0 ? a : b;
    }

    private static String name(Claim.Granted claim) {
        return claim.key() + " to " + claim.system();
    }

    private static String name(DeliveryRequest request) {
        return request.tenant() + "/" + request.entity() + "/" + request.recordId() + " to " + request.system();
    }
}
