package io.recordsync.worker.delivery;

import io.recordsync.connectors.CallDeferredException;
import io.recordsync.connectors.CallScope;
import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.Outcome;
import io.recordsync.connectors.Write.Operation;
import io.recordsync.store.Claim;
import io.recordsync.store.Deliveries.Release;
import io.recordsync.store.DeliveryError;
import io.recordsync.store.DeliveryState;
import io.recordsync.store.Settlement;
import io.recordsync.worker.delivery.DeliveryPlan.Invalid;
import io.recordsync.worker.delivery.DeliveryPlan.NoConnection;
import io.recordsync.worker.delivery.DeliveryPlan.Send;
import io.recordsync.worker.delivery.DeliveryPlan.Unchanged;
import io.recordsync.worker.delivery.DeliveryPlan.Unrouted;
import io.recordsync.workflows.DeliverAllResult;
import io.recordsync.workflows.LeaseOwners;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One attempt at a chunk's deliveries to one system, and the result of each. When {@link #deliver} returns, everything
 * that was claimed is settled or released. When it throws, the next attempt of the same owner claims it again. Used by
 * one thread.
 */
final class Chunk {

    private final DeliveryContext context;
    private final String system;
    private final OwnRules.Part part;
    private final List<Claim> claims;
    private final Duration lease;
    private final ChunkOutcomes fates;

    /**
     * @param part what this process may do with the deliveries
     * @param lease the length of the leases that were claimed
     */
    Chunk(DeliveryContext context, String system, OwnRules.Part part, List<Claim> claims, Duration lease) {
        this.context = context;
        this.system = system;
        this.part = part;
        this.claims = claims;
        this.lease = lease;
        this.fates = new ChunkOutcomes(context, system);
    }

    /** A claim and the write that is to be sent for it. */
    private record Sending(Claim.Granted claim, Send send) {}

    DeliverAllResult result() {
        return fates.result();
    }

    void deliver(CircuitGate gate, CallScope scope) {
        int most = context.connector(system).capabilities().writing().largestBatch();
        List<Sending> sends = plan();
        fates.flush();
        boolean goesOn = true;
        for (List<Sending> slice :
                WriteBatches.of(sends, most, one -> one.send().write())) {
            if (goesOn) {
                goesOn = send(slice, gate, scope);
            } else {
                giveBack(slice, fates.delay());
            }
        }
        fates.flush();
    }

    /**
     * Settles what needs no call, and gives back what cannot be sent in a chunk. Returns the rest, which is to be sent.
     */
    private List<Sending> plan() {
        List<Sending> sends = new ArrayList<>();
        for (Claim claim : claims) {
            switch (claim) {
                case Claim.Leased leased -> wayOf(leased);
                case Claim.Granted granted -> plan(granted, sends);
            }
        }
        return sends;
    }

    /**
     * A run that works on the record is told of it. If another chunk works on the record, this chunk waits, because
     * otherwise each of its rows would start a run. It checks the other's lease again after as long as the lease has
     * been held, but after 5 s at most: usually the other call ends soon, and a call that hangs is not checked often.
     */
    private void wayOf(Claim.Leased leased) {
        if (leased.owner().isEmpty()) {
            fates.await(leased.key(), Duration.ZERO);
        } else if (LeaseOwners.isChunk(leased.owner())) {
            fates.await(leased.key(), DeliveryContext.untilNextLook(held(leased)));
        } else {
            fates.handOver(leased.key(), "LEASED");
        }
    }

    /** An approximation: the other lease may have another length, if a process with other settings claimed it. */
    private Duration held(Claim.Leased leased) {
        Duration held = lease.minus(leased.remaining());
        return held.isNegative() ? Duration.ZERO : held;
    }

    private void plan(Claim.Granted claim, List<Sending> sends) {
        if (claim.delivered().state() == DeliveryState.PARKED) {
            fates.handOver(claim, "PARKED");
            return;
        }
        if (!part.covers(claim)) {
            fates.giveBackForItsRules(claim);
            return;
        }
        Duration late = claim.doubt().map(Claim.Doubt::remaining).orElse(Duration.ZERO);
        if (late.isPositive()) {
            fates.giveBack(claim, late);
            return;
        }
        try {
            plan(claim, DeliveryPlan.of(claim, context.rules().set(), context.tenants()), sends);
        } catch (RuntimeException exception) {
            fates.handOver(claim, DeliveryErrors.defect(exception, false).code());
        }
    }

    private void plan(Claim.Granted claim, DeliveryPlan plan, List<Sending> sends) {
        switch (plan) {
            case Unrouted none -> fates.settle(Settlement.unrouted(claim));
            case Unchanged same -> fates.settle(Settlement.unchanged(claim));
            case Invalid invalid -> fates.handOver(claim, "INVALID_RECORD");
            case NoConnection none -> fates.handOver(claim, "NO_CONNECTION");
            case Send send -> sends.add(new Sending(claim, send));
        }
    }

    /**
     * Returns whether the next slice may be sent too. A probe consists of one row, so that a row that the system cannot
     * process does not fail a whole slice.
     */
    private boolean send(List<Sending> slice, CircuitGate gate, CallScope scope) {
        Optional<CircuitGate.Pass> entered = gate.enter();
        if (entered.isEmpty()) {
            giveBack(slice, gate.patience(context.retries()));
            return false;
        }
        try (CircuitGate.Pass pass = entered.get()) {
            if (!pass.isProbe()) {
                return write(slice, pass, scope);
            }
            if (!write(slice.subList(0, 1), pass, scope)) {
                giveBack(slice.subList(1, slice.size()), fates.delay());
                return false;
            }
        }
        return slice.size() == 1 || send(slice.subList(1, slice.size()), gate, scope);
    }

    /** Returns whether the next slice may be sent too. */
    private boolean write(List<Sending> slice, CircuitGate.Pass pass, CallScope scope) {
        boolean goesOn = call(slice, pass, scope)
                .map(response -> take(slice, response, pass))
                .orElse(false);
        fates.flush();
        return goesOn;
    }

    private Optional<List<Outcome>> call(List<Sending> slice, CircuitGate.Pass pass, CallScope scope) {
        try {
            return Optional.of(context.connector(system)
                    .writeAll(slice.stream().map(one -> one.send().write()).toList(), scope));
        } catch (CallDeferredException deferred) {
            giveBack(slice, deferred.waitTime());
        } catch (ConnectorException failure) {
            requireNotStopped();
            failed(slice, failure, pass.failed(failure, slice.getFirst().claim().key()));
        } catch (RuntimeException exception) {
            failed(slice, DeliveryErrors.defect(exception, true), true);
        }
        return Optional.empty();
    }

    /**
     * This worker is stopping, and did not wait for the answer. That is no failure of the system; the next attempt
     * takes the leases again, in doubt.
     */
    private void requireNotStopped() {
        if (Thread.currentThread().isInterrupted()) {
            throw ActivityFailures.waiting("this worker stops", context.times().grace());
        }
    }

    /** An outage or a refused account may be reported for each row. It is then the failure of the whole call. */
    private boolean take(List<Sending> slice, List<Outcome> outcomes, CircuitGate.Pass pass) {
        BatchResponse response = new BatchResponse(outcomes);
        boolean costs = tell(pass, response.failure(), slice);
        Map<ConnectorException, List<Claim.Granted>> waits = new LinkedHashMap<>();
        for (int i = 0; i < slice.size(); i++) {
            Sending one = slice.get(i);
            switch (outcomes.get(i)) {
                case Outcome.Written written -> fates.settle(settlement(one, written));
                case Outcome.Refused refused
                when response.isOwn(refused.reason()) -> refuse(one.claim(), refused.reason());
                case Outcome.Refused refused ->
                    waits.computeIfAbsent(response.like(refused.reason()), same -> new ArrayList<>())
                            .add(one.claim());
            }
        }
        waits.forEach((reason, rows) -> failed(rows, reason, costs, DeliveryErrors.ofRows(reason, context.errorIds())));
        return response.mayGoOn();
    }

    /** Returns whether the failure is charged to the rows as an attempt. */
    private static boolean tell(CircuitGate.Pass pass, Optional<ConnectorException> failure, List<Sending> slice) {
        if (failure.isPresent()) {
            return pass.failed(failure.get(), slice.getFirst().claim().key());
        }
        pass.answered();
        return true;
    }

    private static Settlement settlement(Sending one, Outcome.Written written) {
        return one.send().write().operation() == Operation.DELETE
                ? Settlement.deleted(one.claim())
                : Settlement.applied(one.claim(), one.send().contentHash(), written.externalId())
                        .withObject(one.send().write().object());
    }

    /** A record that was refused for a reason of its own continues in its own workflow. */
    private void refuse(Claim.Granted claim, ConnectorException reason) {
        context.metrics().failed(system, reason.kind());
        Release alone = release(reason, false, Duration.ZERO, Optional.empty());
        fates.handOver(claim, alone, reason.code());
    }

    /** The call failed as a whole: the chunk waits. */
    private void failed(List<Sending> slice, ConnectorException failure, boolean costs) {
        List<Claim.Granted> rows = slice.stream().map(Sending::claim).toList();
        failed(
                rows,
                failure,
                costs,
                Optional.of(DeliveryErrors.of(failure, context.errorIds().get())));
    }

    /** A record whose own retries are used up continues in its own workflow; the others wait with the chunk. */
    private void failed(
            List<Claim.Granted> rows, ConnectorException failure, boolean costs, Optional<DeliveryError> error) {
        context.metrics().failed(system, failure.kind());
        List<Claim.Granted> spent = new ArrayList<>();
        List<Claim.Granted> others = new ArrayList<>();
        rows.forEach(claim -> (isSpent(claim, failure, costs) ? spent : others).add(claim));
        Release last = release(failure, false, grace(failure), error);
        spent.forEach(claim -> fates.handOver(claim, last, failure.code()));
        if (!others.isEmpty()) {
            tryAgain(others, failure, costs, error);
        }
    }

    private boolean isSpent(Claim.Granted claim, ConnectorException failure, boolean costs) {
        return RetryDecision.on(failure, claim.attempts(), costs, context.retries())
                        .next()
                == RetryDecision.Next.PARK;
    }

    private void tryAgain(
            List<Claim.Granted> rows, ConnectorException failure, boolean costs, Optional<DeliveryError> error) {
        int attempts = rows.stream().mapToInt(Claim.Granted::attempts).max().orElse(0);
        RetryDecision decision =
                RetryDecision.on(failure, attempts, costs, context.retries()).notBefore(grace(failure));
        Release release = release(failure, decision.charged(), decision.delay(), error);
        rows.forEach(claim -> fates.tryAgain(claim, release));
    }

    private Release release(
            ConnectorException failure, boolean charged, Duration delay, Optional<DeliveryError> error) {
        return new Release(charged, failure.inDoubt(), grace(failure), delay, error, failure.failedInside());
    }

    private Duration grace(ConnectorException failure) {
        return failure.inDoubt() ? context.times().grace() : Duration.ZERO;
    }

    private void giveBack(List<Sending> slice, Duration delay) {
        slice.forEach(one -> fates.giveBack(one.claim(), delay));
    }
}
