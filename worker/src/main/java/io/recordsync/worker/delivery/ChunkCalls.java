package io.recordsync.worker.delivery;

import io.recordsync.connectors.CallDeferredException;
import io.recordsync.connectors.ConnectorException;
import io.recordsync.store.delivery.Claim;
import io.recordsync.store.delivery.Deliveries.Release;
import io.recordsync.store.delivery.DeliveryError;
import io.recordsync.worker.delivery.Attempts.Attempt;
import io.recordsync.worker.delivery.circuit.CircuitGate;
import io.recordsync.worker.delivery.retry.ActivityFailures;
import io.recordsync.worker.delivery.retry.DeliveryErrors;
import io.recordsync.worker.delivery.retry.FailedCall;
import io.recordsync.worker.delivery.retry.RetryDecision;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Makes the calls for a chunk's rows, and notes what follows from those that fail. Used by one thread. */
final class ChunkCalls {

    private final DeliveryContext context;
    private final String system;
    private final Attempt attempt;
    private final ChunkOutcomes outcomes;

    ChunkCalls(DeliveryContext context, String system, Attempt attempt, ChunkOutcomes outcomes) {
        this.context = context;
        this.system = system;
        this.attempt = attempt;
        this.outcomes = outcomes;
    }

    /** Makes one call. If it fails, its rows wait or continue in their own workflows, and the result is empty. */
    <T> Optional<T> call(List<Claim.Granted> rows, CircuitGate.Pass pass, Supplier<T> call) {
        try {
            return Optional.of(call.get());
        } catch (CallDeferredException deferred) {
            rows.forEach(claim -> outcomes.giveBack(claim, deferred.waitTime()));
        } catch (ConnectorException e) {
            requireNotStopped();
            failed(rows, e, pass.failed(e, rows.getFirst().key()));
        } catch (RuntimeException e) {
            failed(rows, DeliveryErrors.defect(e, true), true);
        }
        return Optional.empty();
    }

    /** Makes one call that all rows need. Returns whether it was made; if not, the rows wait. */
    boolean made(List<Claim.Granted> rows, CircuitGate gate, Runnable call) {
        Optional<CircuitGate.Pass> entered = gate.enter();
        if (entered.isEmpty()) {
            Duration patience = gate.patience(context.retries());
            rows.forEach(claim -> outcomes.giveBack(claim, patience));
            return false;
        }
        try (CircuitGate.Pass pass = entered.get()) {
            return call(rows, pass, () -> {
                        call.run();
                        pass.answered();
                        return true;
                    })
                    .isPresent();
        }
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

    /** A record that was refused for a reason of its own continues in its own workflow. */
    void refuse(Claim.Granted claim, ConnectorException reason) {
        Release alone = context.systems().failed(system, reason).release(false, Duration.ZERO, Optional.empty());
        outcomes.handOver(claim, alone, reason.code());
    }

    /** The call failed as a whole: the chunk waits. */
    private void failed(List<Claim.Granted> rows, ConnectorException failure, boolean costs) {
        failed(
                rows,
                failure,
                costs,
                Optional.of(DeliveryErrors.of(failure, context.errorIds().get())));
    }

    /** A record whose own retries are used up continues in its own workflow; the others wait with the chunk. */
    void failed(List<Claim.Granted> rows, ConnectorException failure, boolean costs, Optional<DeliveryError> error) {
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
}
