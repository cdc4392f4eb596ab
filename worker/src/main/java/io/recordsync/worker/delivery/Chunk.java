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
import io.recordsync.store.RecordKey;
import io.recordsync.store.Settlement;
import io.recordsync.worker.delivery.DeliveryPlan.Invalid;
import io.recordsync.worker.delivery.DeliveryPlan.Send;
import io.recordsync.worker.delivery.DeliveryPlan.Unchanged;
import io.recordsync.worker.delivery.DeliveryPlan.Unrouted;
import io.recordsync.workflows.DeliverAllResult;
import io.recordsync.workflows.HandedOver;
import io.recordsync.workflows.LeaseOwners;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One attempt at a chunk's deliveries to one system, and what became of each. Whatever is claimed is settled or released when {@link #deliver}
 * returns; when it throws, the next attempt of the same owner takes it again. Used by one thread.
 */
final class Chunk {

    /** Another chunk's lease is looked at after as long again as it has been held: mostly its call is over soon, and one that hangs is asked for seldom. */
    private static final Duration LONGEST_LOOK = Duration.ofSeconds(5);

    private final DeliveryParts parts;
    private final String system;
    private final List<Claim> claims;
    private final List<HandedOver> handedOver = new ArrayList<>();
    private final List<String> waiting = new ArrayList<>();
    private final List<String> failed = new ArrayList<>();
    private final List<Settlement> settlements = new ArrayList<>();
    private final Map<Release, List<Claim.Granted>> releases = new HashMap<>();
    private int settled;
    private Duration wait = Duration.ZERO;

    Chunk(DeliveryParts parts, String system, List<Claim> claims) {
        this.parts = parts;
        this.system = system;
        this.claims = claims;
    }

    /** A claim and what is to be sent for it. */
    private record Sending(Claim.Granted claim, Send send) {}

    /** What failed together comes last and begins with its next row, so that a row that the system cannot bear is not always the first to be sent. */
    DeliverAllResult result() {
        List<String> next = new ArrayList<>(waiting);
        Collections.rotate(failed, -1);
        next.addAll(failed);
        return new DeliverAllResult(settled, handedOver, next, wait);
    }

    void deliver(Gate gate, CallScope scope) {
        int most = parts.connector(system).capabilities().writing().largestBatch();
        List<Sending> sends = plan();
        flush();
        boolean goesOn = true;
        for (List<Sending> slice : Slices.of(sends, most, one -> one.send().write())) {
            if (goesOn) {
                goesOn = send(slice, gate, scope);
            } else {
                giveBack(slice, wait);
            }
        }
        flush();
    }

    /** Settles what needs no call, and gives back what cannot be sent in a chunk; the rest is to be sent. */
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

    /** A run that works on the record hears of it. Another chunk, whose call may hang, is waited for: else each of its rows would start a run. */
    private void wayOf(Claim.Leased leased) {
        if (leased.owner().isEmpty()) {
            await(leased.key(), Duration.ZERO);
        } else if (LeaseOwners.isChunk(leased.owner())) {
            Duration held = parts.times().lease().minus(leased.remaining());
            await(leased.key(), shorter(held, LONGEST_LOOK));
        } else {
            handOver(leased.key(), "LEASED");
        }
    }

    private void plan(Claim.Granted claim, List<Sending> sends) {
        if (claim.delivered().state() == DeliveryState.PARKED) {
            handOver(claim, "PARKED");
            return;
        }
        Duration late = claim.doubt().map(Claim.Doubt::remaining).orElse(Duration.ZERO);
        if (late.isPositive()) {
            giveBack(claim, late);
            return;
        }
        try {
            plan(claim, DeliveryPlan.of(claim, parts.rules()), sends);
        } catch (RuntimeException exception) {
            handOver(claim, Errors.defect(exception, false).code());
        }
    }

    private void plan(Claim.Granted claim, DeliveryPlan plan, List<Sending> sends) {
        switch (plan) {
            case Unrouted none -> settlements.add(Settlement.unrouted(claim));
            case Unchanged same -> settlements.add(Settlement.unchanged(claim));
            case Invalid invalid -> handOver(claim, "INVALID_RECORD");
            case Send send -> sends.add(new Sending(claim, send));
        }
    }

    /** Returns whether the next slice may be sent too. A probe is of one row, so that one that the system cannot bear does not speak for all. */
    private boolean send(List<Sending> slice, Gate gate, CallScope scope) {
        Optional<Gate.Pass> entered = gate.enter();
        if (entered.isEmpty()) {
            giveBack(slice, gate.patience(parts.retries()));
            return false;
        }
        try (Gate.Pass pass = entered.get()) {
            if (!pass.isProbe()) {
                return write(slice, pass, scope);
            }
            if (!write(slice.subList(0, 1), pass, scope)) {
                giveBack(slice.subList(1, slice.size()), wait);
                return false;
            }
        }
        return slice.size() == 1 || send(slice.subList(1, slice.size()), gate, scope);
    }

    /** Returns whether the next slice may be sent too. */
    private boolean write(List<Sending> slice, Gate.Pass pass, CallScope scope) {
        boolean goesOn = call(slice, pass, scope)
                .map(answers -> take(slice, answers, pass))
                .orElse(false);
        flush();
        return goesOn;
    }

    private Optional<List<Outcome>> call(List<Sending> slice, Gate.Pass pass, CallScope scope) {
        try {
            return Optional.of(parts.connector(system)
                    .writeAll(slice.stream().map(one -> one.send().write()).toList(), scope));
        } catch (CallDeferredException deferred) {
            giveBack(slice, deferred.waitTime());
        } catch (ConnectorException failure) {
            requireNotStopped();
            failed(slice, failure, pass.failed(failure, slice.getFirst().claim().key()));
        } catch (RuntimeException exception) {
            failed(slice, Errors.defect(exception, true), true);
        }
        return Optional.empty();
    }

    /** This worker is told to stop, and has not waited for the answer. That is nobody's failure; the next attempt takes the leases again, in doubt. */
    private void requireNotStopped() {
        if (Thread.currentThread().isInterrupted()) {
            throw Failures.waiting("this worker stops", parts.times().grace());
        }
    }

    /** An outage, or a refused account, may be told of each row; it is the call's failure then. */
    private boolean take(List<Sending> slice, List<Outcome> outcomes, Gate.Pass pass) {
        Answers answers = new Answers(outcomes);
        boolean costs = tell(pass, answers.failure(), slice);
        Map<ConnectorException, List<Claim.Granted>> waits = new LinkedHashMap<>();
        for (int i = 0; i < slice.size(); i++) {
            Sending one = slice.get(i);
            switch (outcomes.get(i)) {
                case Outcome.Written written -> settlements.add(settlement(one, written));
                case Outcome.Refused refused
                when answers.isOwn(refused.reason()) -> refuse(one.claim(), refused.reason());
                case Outcome.Refused refused ->
                    waits.computeIfAbsent(answers.like(refused.reason()), same -> new ArrayList<>())
                            .add(one.claim());
            }
        }
        waits.forEach((reason, rows) -> failed(rows, reason, costs, Errors.ofRows(reason, parts.errorIds())));
        return answers.mayGoOn();
    }

    /** Returns whether the failure costs the rows an attempt. */
    private static boolean tell(Gate.Pass pass, Optional<ConnectorException> failure, List<Sending> slice) {
        if (failure.isPresent()) {
            return pass.failed(failure.get(), slice.getFirst().claim().key());
        }
        pass.answered();
        return true;
    }

    private static Settlement settlement(Sending one, Outcome.Written written) {
        return one.send().write().operation() == Operation.DELETE
                ? Settlement.deleted(one.claim())
                : Settlement.applied(one.claim(), one.send().contentHash(), written.externalId());
    }

    /** A row's own fault goes on by itself. */
    private void refuse(Claim.Granted claim, ConnectorException reason) {
        parts.metrics().failed(system, reason.kind());
        release(claim, new Release(false, reason.inDoubt(), grace(reason), Duration.ZERO, Optional.empty()));
        handOver(claim.key(), reason.code());
    }

    /** The call failed as a whole: the chunk waits. */
    private void failed(List<Sending> slice, ConnectorException failure, boolean costs) {
        List<Claim.Granted> rows = slice.stream().map(Sending::claim).toList();
        failed(
                rows,
                failure,
                costs,
                Optional.of(Errors.of(failure, parts.errorIds().get())));
    }

    /** A record whose own retries are spent goes on by itself; the others wait with the chunk. */
    private void failed(
            List<Claim.Granted> rows, ConnectorException failure, boolean costs, Optional<DeliveryError> error) {
        parts.metrics().failed(system, failure.kind());
        List<Claim.Granted> spent = new ArrayList<>();
        List<Claim.Granted> others = new ArrayList<>();
        rows.forEach(claim -> (isSpent(claim, failure, costs) ? spent : others).add(claim));
        Release last = new Release(false, failure.inDoubt(), grace(failure), grace(failure), error);
        for (Claim.Granted claim : spent) {
            release(claim, last);
            handOver(claim.key(), failure.code());
        }
        if (!others.isEmpty()) {
            tryAgain(others, failure, costs, error);
        }
    }

    private boolean isSpent(Claim.Granted claim, ConnectorException failure, boolean costs) {
        return Verdict.on(failure, claim.attempts(), costs, parts.retries()).next() == Verdict.Next.PARK;
    }

    private void tryAgain(
            List<Claim.Granted> rows, ConnectorException failure, boolean costs, Optional<DeliveryError> error) {
        int attempts = rows.stream().mapToInt(Claim.Granted::attempts).max().orElse(0);
        Duration grace = grace(failure);
        Verdict verdict = Verdict.on(failure, attempts, costs, parts.retries()).notBefore(grace);
        Release release = new Release(verdict.charged(), failure.inDoubt(), grace, verdict.delay(), error);
        for (Claim.Granted claim : rows) {
            release(claim, release);
            failed.add(claim.key().recordId());
        }
        wait = longer(wait, verdict.delay());
    }

    private Duration grace(ConnectorException failure) {
        return failure.inDoubt() ? parts.times().grace() : Duration.ZERO;
    }

    private void giveBack(List<Sending> slice, Duration delay) {
        slice.forEach(one -> giveBack(one.claim(), delay));
    }

    private void giveBack(Claim.Granted claim, Duration delay) {
        release(claim, Release.waiting(delay));
        await(claim.key(), delay);
    }

    private void await(RecordKey key, Duration delay) {
        waiting.add(key.recordId());
        wait = longer(wait, delay);
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    private static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) > 0 ? a : b;
    }

    private void handOver(Claim.Granted claim, String reason) {
        release(claim, Release.waiting(Duration.ZERO));
        handOver(claim.key(), reason);
    }

    private void handOver(RecordKey key, String reason) {
        handedOver.add(new HandedOver(key.recordId(), system, reason));
    }

    private void release(Claim.Granted claim, Release release) {
        releases.computeIfAbsent(release, same -> new ArrayList<>()).add(claim);
    }

    /** Writes into the ledger what has become of rows since the last time: a statement for all that are settled, and one for each way to wait. */
    private void flush() {
        DeliveryParts.uninterrupted(() -> {
            settle();
            releases.forEach((release, rows) -> parts.deliveries().release(rows, release));
        });
        settlements.clear();
        releases.clear();
    }

    private void settle() {
        if (settlements.isEmpty()) {
            return;
        }
        Set<RecordKey> done = parts.deliveries().settle(settlements);
        settled += done.size();
        for (Settlement one : settlements) {
            if (done.contains(one.claim().key())) {
                parts.metrics().settled(system, one.outcome().name().toLowerCase(Locale.ROOT));
            } else {
                handOver(one.claim().key(), "OVERTAKEN");
            }
        }
    }
}
