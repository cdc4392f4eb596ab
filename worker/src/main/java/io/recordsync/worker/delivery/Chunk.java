package io.recordsync.worker.delivery;

import io.recordsync.connectors.CallDeferredException;
import io.recordsync.connectors.Connector;
import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.Outcome;
import io.recordsync.store.delivery.Claim;
import io.recordsync.store.delivery.Deliveries.Release;
import io.recordsync.store.delivery.DeliveryError;
import io.recordsync.store.delivery.DeliveryState;
import io.recordsync.store.delivery.Settlement;
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
    private final Coverage coverage;
    private final List<Claim> claims;
    private final Attempt attempt;
    private final ChunkOutcomes outcomes;

    /** @param coverage what this process may do with the deliveries */
    Chunk(DeliveryContext context, String system, Coverage coverage, List<Claim> claims, Attempt attempt) {
        this.context = context;
        this.system = system;
        this.coverage = coverage;
        this.claims = claims;
        this.attempt = attempt;
        this.outcomes = new ChunkOutcomes(context, system);
    }

    /** A claim and the write that is to be sent for it. */
    private record Sending(Claim.Granted claim, Send send) {}

    DeliverAllResult deliver(CircuitGate gate) {
        List<Sending> sends = plan();
        outcomes.flush();
        boolean goesOn = true;
        for (List<Sending> batch : batches(sends)) {
            if (goesOn) {
                goesOn = send(batch, gate);
            } else {
                giveBack(batch, outcomes.delay());
            }
        }
        outcomes.flush();
        return outcomes.result();
    }

    private List<List<Sending>> batches(List<Sending> sends) {
        int most = connector().capabilities().writing().largestBatch();
        return WriteBatches.of(sends, most, one -> one.send().write());
    }

    private Connector connector() {
        return context.systems().connector(system);
    }

    /**
     * Settles what needs no call, and gives back what cannot be sent in a chunk. Returns the rest, which is to be sent.
     */
    private List<Sending> plan() {
        List<Sending> sends = new ArrayList<>();
        for (Claim claim : claims) {
            switch (claim) {
                case Claim.Leased leased -> handleLeased(leased);
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
    private void handleLeased(Claim.Leased leased) {
        if (leased.owner().isEmpty()) {
            outcomes.await(leased.key(), Duration.ZERO);
        } else if (LeaseOwners.isChunk(leased.owner())) {
            outcomes.await(leased.key(), RetryPolicy.untilLeaseCheck(held(leased)));
        } else {
            outcomes.handOver(leased.key(), "LEASED");
        }
    }

    /** An approximation: the other lease may have another length, if a process with other settings claimed it. */
    private Duration held(Claim.Leased leased) {
        Duration held = attempt.times().lease().minus(leased.remaining());
        return held.isNegative() ? Duration.ZERO : held;
    }

    private void plan(Claim.Granted claim, List<Sending> sends) {
        if (claim.delivered().state() == DeliveryState.PARKED) {
            outcomes.handOver(claim, "PARKED");
            return;
        }
        try {
            plan(claim, context.rules().plan(claim, coverage), sends);
        } catch (RuntimeException e) {
            outcomes.handOver(claim, DeliveryErrors.defect(e, false).code());
        }
    }

    private void plan(Claim.Granted claim, DeliveryPlan plan, List<Sending> sends) {
        switch (plan) {
            case RoutedByOthers none -> outcomes.giveBackForItsRules(claim);
            case InDoubt(Duration remaining) -> outcomes.giveBack(claim, remaining);
            case Unrouted none -> outcomes.settle(Settlement.unrouted(claim));
            case Unchanged same -> outcomes.settle(Settlement.unchanged(claim));
            case Invalid invalid -> outcomes.handOver(claim, "INVALID_RECORD");
            case NoConnection none -> outcomes.handOver(claim, "NO_CONNECTION");
            case Send send -> sends.add(new Sending(claim, send));
        }
    }

    /**
     * Returns whether the next batch may be sent too. A probe consists of one row, so that a row that the system cannot
     * process does not fail a whole batch.
     */
    private boolean send(List<Sending> batch, CircuitGate gate) {
        Optional<CircuitGate.Pass> entered = gate.enter();
        if (entered.isEmpty()) {
            giveBack(batch, gate.patience(context.retries()));
            return false;
        }
        try (CircuitGate.Pass pass = entered.get()) {
            if (!pass.isProbe()) {
                return write(batch, pass);
            }
            if (!write(batch.subList(0, 1), pass)) {
                giveBack(batch.subList(1, batch.size()), outcomes.delay());
                return false;
            }
        }
        return batch.size() == 1 || send(batch.subList(1, batch.size()), gate);
    }

    /** Returns whether the next batch may be sent too. */
    private boolean write(List<Sending> batch, CircuitGate.Pass pass) {
        boolean goesOn =
                call(batch, pass).map(answers -> take(batch, answers, pass)).orElse(false);
        outcomes.flush();
        return goesOn;
    }

    private Optional<List<Outcome>> call(List<Sending> batch, CircuitGate.Pass pass) {
        try {
            return Optional.of(connector()
                    .writeAll(batch.stream().map(one -> one.send().write()).toList(), attempt.scope()));
        } catch (CallDeferredException deferred) {
            giveBack(batch, deferred.waitTime());
        } catch (ConnectorException e) {
            requireNotStopped();
            failed(batch, e, pass.failed(e, batch.getFirst().claim().key()));
        } catch (RuntimeException e) {
            failed(batch, DeliveryErrors.defect(e, true), true);
        }
        return Optional.empty();
    }

    /**
     * This worker is stopping, and did not wait for the answer. That is no failure of the system; the next attempt
     * takes the leases again, in doubt.
     */
    private void requireNotStopped() {
        if (Thread.currentThread().isInterrupted()) {
            throw ActivityFailures.waiting(
                    "this worker is stopping", attempt.times().grace());
        }
    }

    /** An outage or a refused account may be reported for each row. It is then the failure of the whole call. */
    private boolean take(List<Sending> batch, List<Outcome> answers, CircuitGate.Pass pass) {
        BatchResponse response = new BatchResponse(answers);
        boolean costs = tell(pass, response.failure(), batch);
        Map<ConnectorException, List<Claim.Granted>> waits = new LinkedHashMap<>();
        for (int i = 0; i < batch.size(); i++) {
            Sending one = batch.get(i);
            switch (answers.get(i)) {
                case Outcome.Written written -> outcomes.settle(one.send().succeeded(one.claim(), written));
                case Outcome.Refused refused
                when response.isOwn(refused.reason()) -> refuse(one.claim(), refused.reason());
                case Outcome.Refused refused ->
                    waits.computeIfAbsent(response.like(refused.reason()), same -> new ArrayList<>())
                            .add(one.claim());
                default -> throw new IllegalStateException("only upserts and deletes are sent");
            }
        }
        waits.forEach((reason, rows) -> failed(rows, reason, costs, DeliveryErrors.ofRows(reason, context.errorIds())));
        return response.mayGoOn();
    }

    /** Returns whether the failure is charged to the rows as an attempt. */
    private static boolean tell(CircuitGate.Pass pass, Optional<ConnectorException> failure, List<Sending> batch) {
        if (failure.isPresent()) {
            return pass.failed(failure.get(), batch.getFirst().claim().key());
        }
        pass.answered();
        return true;
    }

    /** A record that was refused for a reason of its own continues in its own workflow. */
    private void refuse(Claim.Granted claim, ConnectorException reason) {
        Release alone = context.systems().failed(system, reason).release(false, Duration.ZERO, Optional.empty());
        outcomes.handOver(claim, alone, reason.code());
    }

    /** The call failed as a whole: the chunk waits. */
    private void failed(List<Sending> batch, ConnectorException failure, boolean costs) {
        List<Claim.Granted> rows = batch.stream().map(Sending::claim).toList();
        failed(
                rows,
                failure,
                costs,
                Optional.of(DeliveryErrors.of(failure, context.errorIds().get())));
    }

    /** A record whose own retries are used up continues in its own workflow; the others wait with the chunk. */
    private void failed(
            List<Claim.Granted> rows, ConnectorException failure, boolean costs, Optional<DeliveryError> error) {
        FailedCall call = context.systems().failed(system, failure);
        List<Claim.Granted> spent = new ArrayList<>();
        List<Claim.Granted> others = new ArrayList<>();
        rows.forEach(claim -> (isSpent(claim, call, costs) ? spent : others).add(claim));
        Release last = call.release(false, call.grace(), error);
        spent.forEach(claim -> outcomes.handOver(claim, last, failure.code()));
        if (!others.isEmpty()) {
            tryAgain(others, call, costs, error);
        }
    }

    private static boolean isSpent(Claim.Granted claim, FailedCall call, boolean costs) {
        return call.decide(claim.attempts(), costs).next() == RetryDecision.Next.PARK;
    }

    private void tryAgain(List<Claim.Granted> rows, FailedCall call, boolean costs, Optional<DeliveryError> error) {
        int attempts = rows.stream().mapToInt(Claim.Granted::attempts).max().orElse(0);
        RetryDecision decision = call.decide(attempts, costs);
        Release release = call.release(decision.charged(), decision.delay(), error);
        rows.forEach(claim -> outcomes.tryAgain(claim, release));
    }

    private void giveBack(List<Sending> batch, Duration delay) {
        batch.forEach(one -> outcomes.giveBack(one.claim(), delay));
    }
}
