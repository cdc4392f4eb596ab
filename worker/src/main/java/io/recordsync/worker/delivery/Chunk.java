package io.recordsync.worker.delivery;

import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.Outcome;
import io.recordsync.store.delivery.Claim;
import io.recordsync.store.delivery.DeliveryError;
import io.recordsync.store.delivery.DeliveryState;
import io.recordsync.store.delivery.Settlement;
import io.recordsync.store.delivery.TwoWayDeliveries.Settled;
import io.recordsync.store.ledger.RecordKey;
import io.recordsync.worker.delivery.Attempts.Attempt;
import io.recordsync.worker.delivery.ChunkLooks.Looking;
import io.recordsync.worker.delivery.ReadSystem.Call;
import io.recordsync.worker.delivery.circuit.CircuitGate;
import io.recordsync.worker.delivery.plan.DeliveryPlan;
import io.recordsync.worker.delivery.plan.DeliveryPlan.InDoubt;
import io.recordsync.worker.delivery.plan.DeliveryPlan.Invalid;
import io.recordsync.worker.delivery.plan.DeliveryPlan.Look;
import io.recordsync.worker.delivery.plan.DeliveryPlan.NoConnection;
import io.recordsync.worker.delivery.plan.DeliveryPlan.RoutedByOthers;
import io.recordsync.worker.delivery.plan.DeliveryPlan.Send;
import io.recordsync.worker.delivery.plan.DeliveryPlan.Settle;
import io.recordsync.worker.delivery.plan.DeliveryPlan.Unchanged;
import io.recordsync.worker.delivery.plan.DeliveryPlan.Undecided;
import io.recordsync.worker.delivery.plan.DeliveryPlan.Unrouted;
import io.recordsync.worker.delivery.plan.OwnRules.Coverage;
import io.recordsync.worker.delivery.plan.ReadSide;
import io.recordsync.worker.delivery.retry.DeliveryErrors;
import io.recordsync.worker.delivery.retry.RetryPolicy;
import io.recordsync.workflows.DeliverAllResult;
import io.recordsync.workflows.LeaseOwners;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
    private final Optional<ReadSystem> read;
    private final Attempt attempt;
    private final ChunkOutcomes outcomes;
    private final ChunkCalls calls;
    private final List<Call> sends = new ArrayList<>();
    private final BulkJobs jobs;
    private final List<Looking> looks = new ArrayList<>();

    /**
     * @param coverage what this process may do with the deliveries
     * @param jobs the system's own jobs
     * @param read the system, if it is read
     */
    Chunk(
            DeliveryContext context,
            String system,
            Coverage coverage,
            BulkJobs jobs,
            Optional<ReadSystem> read,
            List<Claim> claims,
            Attempt attempt) {
        this.context = context;
        this.system = system;
        this.coverage = coverage;
        this.claims = claims;
        this.jobs = jobs;
        this.read = read;
        this.attempt = attempt;
        this.outcomes = new ChunkOutcomes(context, system, read);
        this.calls = new ChunkCalls(context, system, attempt, outcomes);
    }

    DeliverAllResult deliver(CircuitGate gate) {
        jobs.leaveOf(claims);
        plan();
        outcomes.flush();
        endJobsLeft(gate);
        look(gate);
        boolean goesOn = true;
        for (List<Call> batch : jobs.batches(sends)) {
            if (goesOn) {
                goesOn = send(batch, gate);
            } else {
                giveBack(batch, outcomes.delay());
            }
        }
        outcomes.flush();
        return outcomes.result();
    }

    /** Rows that have to be seen before anything is sent to them. */
    private void look(CircuitGate gate) {
        if (!looks.isEmpty()) {
            sends.addAll(new ChunkLooks(context, read.orElseThrow(), calls, outcomes).look(looks, gate));
        }
    }

    /** Rows in doubt wait if an earlier job may still write them. */
    private void endJobsLeft(CircuitGate gate) {
        List<Claim.Granted> inDoubt = Stream.concat(
                        sends.stream().map(Call::claim), looks.stream().map(Looking::claim))
                .filter(Claim.Granted::inDoubt)
                .toList();
        if (!inDoubt.isEmpty() && !jobs.left().isEmpty() && !calls.made(inDoubt, gate, jobs::endLeft)) {
            sends.removeIf(one -> one.claim().inDoubt());
            looks.removeIf(one -> one.claim().inDoubt());
            outcomes.flush();
        }
    }

    /** Settles what needs no call, and gives back what cannot be sent in a chunk. The rest is looked at or sent. */
    private void plan() {
        Map<RecordKey, ReadSide> sides =
                read.map(system -> system.sides(claims)).orElse(Map.of());
        for (Claim claim : claims) {
            switch (claim) {
                case Claim.Leased leased -> handleLeased(leased);
                case Claim.Granted granted -> plan(granted, Optional.ofNullable(sides.get(granted.key())));
            }
        }
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

    private void plan(Claim.Granted claim, Optional<ReadSide> side) {
        if (claim.delivered().state() == DeliveryState.PARKED) {
            outcomes.handOver(claim, "PARKED");
            return;
        }
        try {
            plan(claim, context.rules().plan(claim, coverage, side));
        } catch (RuntimeException e) {
            outcomes.handOver(claim, DeliveryErrors.defect(e, false).code());
        }
    }

    private void plan(Claim.Granted claim, DeliveryPlan plan) {
        switch (plan) {
            case DeliveryPlan.Wait none -> outcomes.leave(claim);
            case RoutedByOthers none -> outcomes.giveBackForItsRules(claim);
            case InDoubt(Duration remaining) -> outcomes.giveBack(claim, remaining);
            case Unrouted none -> outcomes.settle(Settlement.unrouted(claim));
            case Unchanged same -> outcomes.settle(Settlement.unchanged(claim));
            case Invalid invalid -> outcomes.handOver(claim, "INVALID_RECORD");
            case NoConnection none -> outcomes.handOver(claim, "NO_CONNECTION");
            case Settle(Settled settled) -> outcomes.settle(settled);
            case Undecided none ->
                outcomes.settle(Settlement.conflict(claim, DeliveryErrors.undecided(system, errorId(claim))));
            case Look look -> looks.add(new Looking(claim, look));
            case Send send -> sends.add(new Call(claim, send));
        }
    }

    /** The error id is made at the first failure, and kept until the delivery settles. */
    private String errorId(Claim.Granted claim) {
        return claim.error().map(DeliveryError::errorId).orElseGet(context.errorIds());
    }

    /**
     * Returns whether the next batch may be sent too. A probe consists of one row, so that a row that the system cannot
     * process does not fail a whole batch.
     */
    private boolean send(List<Call> batch, CircuitGate gate) {
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
    private boolean write(List<Call> batch, CircuitGate.Pass pass) {
        Optional<Instant> asked = read.map(system -> system.begin(batch));
        boolean goesOn = calls.call(claims(batch), pass, () -> jobs.writeAll(batch))
                .map(answers -> take(batch, answers, asked, pass))
                .orElse(false);
        outcomes.flush();
        return goesOn;
    }

    /**
     * A job takes minutes, in which people edit its rows. What they show after its begin is read and judged, and never
     * taken for a form of what was written.
     */
    private Instant wrote(List<Call> batch, Instant asked) {
        return jobs.isJob(batch) ? asked : read.orElseThrow().now();
    }

    /** An outage or a refused account may be reported for each row. It is then the failure of the whole call. */
    private boolean take(List<Call> batch, List<Outcome> answers, Optional<Instant> asked, CircuitGate.Pass pass) {
        BatchResponse response = new BatchResponse(answers);
        boolean costs = tell(pass, response.failure(), batch);
        List<Call> again = asked.isPresent()
                ? new ChunkAnswers(read.orElseThrow(), outcomes)
                        .take(batch, answers, asked.get(), wrote(batch, asked.get()), response)
                : takeWritten(batch, answers);
        Set<RecordKey> repeated = again.stream().map(call -> call.claim().key()).collect(Collectors.toSet());
        Map<ConnectorException, List<Claim.Granted>> waits = new LinkedHashMap<>();
        for (int i = 0; i < batch.size(); i++) {
            Call one = batch.get(i);
            if (answers.get(i) instanceof Outcome.Refused(ConnectorException reason)
                    && !repeated.contains(one.claim().key())) {
                if (response.isOwn(reason)) {
                    calls.refuse(one.claim(), reason);
                } else {
                    waits.computeIfAbsent(response.like(reason), same -> new ArrayList<>())
                            .add(one.claim());
                }
            }
        }
        waits.forEach(
                (reason, rows) -> calls.failed(rows, reason, costs, DeliveryErrors.ofRows(reason, context.errorIds())));
        List<Call> rest = again.stream().filter(call -> !call.send().isEmpty()).toList();
        return writeAgain(rest, response.mayGoOn(), pass);
    }

    /** What a system refused because of some of its fields is sent at once without these. */
    private boolean writeAgain(List<Call> again, boolean mayGoOn, CircuitGate.Pass pass) {
        if (!mayGoOn) {
            giveBack(again, outcomes.delay());
        }
        return mayGoOn && (again.isEmpty() || write(again, pass));
    }

    private List<Call> takeWritten(List<Call> batch, List<Outcome> answers) {
        for (int i = 0; i < batch.size(); i++) {
            Call one = batch.get(i);
            switch (answers.get(i)) {
                case Outcome.Written written -> outcomes.settle(one.send().succeeded(one.claim(), written));
                case Outcome.Refused refused -> {}
                default -> throw new IllegalStateException("only upserts and deletes are sent");
            }
        }
        return List.of();
    }

    /** Returns whether the failure is charged to the rows as an attempt. */
    private static boolean tell(CircuitGate.Pass pass, Optional<ConnectorException> failure, List<Call> batch) {
        if (failure.isPresent()) {
            return pass.failed(failure.get(), batch.getFirst().claim().key());
        }
        pass.answered();
        return true;
    }

    private static List<Claim.Granted> claims(List<Call> batch) {
        return batch.stream().map(Call::claim).toList();
    }

    private void giveBack(List<Call> batch, Duration delay) {
        claims(batch).forEach(claim -> outcomes.giveBack(claim, delay));
    }
}
