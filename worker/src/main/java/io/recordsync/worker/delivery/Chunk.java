package io.recordsync.worker.delivery;

import io.recordsync.connectors.CallDeferredException;
import io.recordsync.connectors.CallScope;
import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.ErrorKind;
import io.recordsync.connectors.Outcome;
import io.recordsync.connectors.Write.Operation;
import io.recordsync.store.Claim;
import io.recordsync.store.Deliveries.Release;
import io.recordsync.store.DeliveryError;
import io.recordsync.store.RecordKey;
import io.recordsync.store.Settlement;
import io.recordsync.worker.delivery.DeliveryPlan.Invalid;
import io.recordsync.worker.delivery.DeliveryPlan.Send;
import io.recordsync.worker.delivery.DeliveryPlan.Unchanged;
import io.recordsync.worker.delivery.DeliveryPlan.Unrouted;
import io.recordsync.workflows.DeliverAllResult;
import io.recordsync.workflows.HandedOver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * One attempt at a chunk's deliveries to one system, and what became of each. Whatever is claimed is settled or released when {@link #deliver}
 * returns; when it throws, the next attempt of the same owner takes it again. Used by one thread.
 */
final class Chunk {

    private final DeliveryParts parts;
    private final String system;
    private final List<Claim> claims;
    private final List<HandedOver> handedOver = new ArrayList<>();
    private final List<String> waiting = new ArrayList<>();
    private int settled;
    private Duration wait = Duration.ZERO;

    Chunk(DeliveryParts parts, String system, List<Claim> claims) {
        this.parts = parts;
        this.system = system;
        this.claims = claims;
    }

    /** A claim and what is to be sent for it. */
    private record Sending(Claim.Granted claim, Send send) {}

    DeliverAllResult result() {
        return new DeliverAllResult(settled, handedOver, waiting, wait);
    }

    void deliver(Gate gate, CallScope scope) {
        int most = parts.connector(system).capabilities().writing().largestBatch();
        boolean goesOn = true;
        for (List<Sending> slice : Slices.of(plan(), most, one -> one.send().write())) {
            if (goesOn) {
                goesOn = send(slice, gate, scope);
            } else {
                giveBack(claims(slice), wait);
            }
        }
    }

    /** Settles what needs no call, and gives back what cannot be sent in a chunk; the rest is to be sent. */
    private List<Sending> plan() {
        List<Sending> sends = new ArrayList<>();
        List<Settlement> settlements = new ArrayList<>();
        for (Claim claim : claims) {
            switch (claim) {
                case Claim.Leased leased -> handOver(leased.key(), "LEASED");
                case Claim.Granted granted -> plan(granted, sends, settlements);
            }
        }
        settle(settlements);
        return sends;
    }

    private void plan(Claim.Granted claim, List<Sending> sends, List<Settlement> settlements) {
        Duration late = claim.doubt().map(Claim.Doubt::remaining).orElse(Duration.ZERO);
        if (late.isPositive()) {
            giveBack(List.of(claim), late);
            return;
        }
        try {
            plan(claim, DeliveryPlan.of(claim, parts.rules()), sends, settlements);
        } catch (RuntimeException exception) {
            handOver(claim, Errors.defect(exception, false).code());
        }
    }

    private void plan(Claim.Granted claim, DeliveryPlan plan, List<Sending> sends, List<Settlement> settlements) {
        switch (plan) {
            case Unrouted none -> settlements.add(Settlement.unrouted(claim));
            case Unchanged same -> settlements.add(Settlement.unchanged(claim));
            case Invalid invalid -> handOver(claim, "INVALID_RECORD");
            case Send send -> sends.add(new Sending(claim, send));
        }
    }

    /** Returns whether the next slice may be sent too. */
    private boolean send(List<Sending> slice, Gate gate, CallScope scope) {
        Optional<Gate.Pass> entered = gate.enter();
        if (entered.isEmpty()) {
            giveBack(claims(slice), gate.patience(parts.retries()));
            return false;
        }
        try (Gate.Pass pass = entered.get()) {
            return write(slice, pass, scope);
        }
    }

    private boolean write(List<Sending> slice, Gate.Pass pass, CallScope scope) {
        try {
            List<Outcome> outcomes = parts.connector(system)
                    .writeAll(slice.stream().map(one -> one.send().write()).toList(), scope);
            pass.answered();
            take(slice, outcomes);
            return true;
        } catch (CallDeferredException deferred) {
            giveBack(claims(slice), deferred.waitTime());
        } catch (ConnectorException failure) {
            requireNotStopped();
            failed(slice, failure, pass.failed(failure, slice.getFirst().claim().key()));
        } catch (DataAccessException | TransactionException databaseAway) {
            // Some calls may have been made: the leases stay, and the next attempt takes them again, in doubt.
            throw databaseAway;
        } catch (RuntimeException exception) {
            failed(slice, Errors.defect(exception, true), true);
        }
        return false;
    }

    /** This worker is told to stop, and has not waited for the answer. That is nobody's failure; the next attempt takes the leases again, in doubt. */
    private void requireNotStopped() {
        if (Thread.currentThread().isInterrupted()) {
            throw Failures.waiting("this worker stops", parts.times().grace());
        }
    }

    private void take(List<Sending> slice, List<Outcome> outcomes) {
        List<Settlement> settlements = new ArrayList<>();
        Map<Release, List<Claim.Granted>> released = new HashMap<>();
        for (int i = 0; i < slice.size(); i++) {
            Sending one = slice.get(i);
            switch (outcomes.get(i)) {
                case Outcome.Written written -> settlements.add(settlement(one, written));
                case Outcome.Refused refused -> refuse(one.claim(), refused.reason(), released);
            }
        }
        settle(settlements);
        released.forEach((release, rows) -> parts.deliveries().release(rows, release));
    }

    private static Settlement settlement(Sending one, Outcome.Written written) {
        return one.send().write().operation() == Operation.DELETE
                ? Settlement.deleted(one.claim())
                : Settlement.applied(one.claim(), one.send().contentHash(), written.externalId());
    }

    /** A row's own fault goes on by itself; what is none waits with the chunk. */
    private void refuse(Claim.Granted claim, ConnectorException reason, Map<Release, List<Claim.Granted>> released) {
        parts.metrics().failed(system, reason.kind());
        boolean own = reason.kind() == ErrorKind.PERMANENT || reason.kind() == ErrorKind.TRANSIENT;
        Verdict verdict = Verdict.on(reason, claim.attempts(), false, parts.retries());
        Release release = new Release(
                false, reason.inDoubt(), grace(reason), own ? Duration.ZERO : verdict.delay(), Optional.empty());
        released.computeIfAbsent(release, any -> new ArrayList<>()).add(claim);
        if (own) {
            handOver(claim.key(), reason.code());
        } else {
            await(claim.key(), verdict.delay());
        }
    }

    /** The call failed as a whole: the chunk waits, until its retries are spent; then each of its records goes on by itself. */
    private void failed(List<Sending> slice, ConnectorException failure, boolean costs) {
        parts.metrics().failed(system, failure.kind());
        int attempts =
                slice.stream().mapToInt(one -> one.claim().attempts()).max().orElse(0);
        Duration grace = grace(failure);
        Verdict verdict = Verdict.on(failure, attempts, costs, parts.retries()).notBefore(grace);
        DeliveryError error = Errors.of(failure, parts.errorIds().get());
        boolean spent = verdict.next() == Verdict.Next.PARK;
        parts.deliveries()
                .release(
                        claims(slice),
                        new Release(
                                verdict.charged() && !spent,
                                failure.inDoubt(),
                                grace,
                                verdict.delay(),
                                Optional.of(error)));
        for (Sending one : slice) {
            if (spent) {
                handOver(one.claim().key(), failure.code());
            } else {
                await(one.claim().key(), verdict.delay());
            }
        }
    }

    private Duration grace(ConnectorException failure) {
        return failure.inDoubt() ? parts.times().grace() : Duration.ZERO;
    }

    private void settle(List<Settlement> settlements) {
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

    private void giveBack(List<Claim.Granted> rows, Duration delay) {
        parts.deliveries().release(rows, Release.waiting(delay));
        rows.forEach(claim -> await(claim.key(), delay));
    }

    private void await(RecordKey key, Duration delay) {
        waiting.add(key.recordId());
        wait = wait.compareTo(delay) > 0 ? wait : delay;
    }

    private void handOver(Claim.Granted claim, String reason) {
        parts.deliveries().release(claim, Release.waiting(Duration.ZERO));
        handOver(claim.key(), reason);
    }

    private void handOver(RecordKey key, String reason) {
        handedOver.add(new HandedOver(key.recordId(), system, reason));
    }

    private static List<Claim.Granted> claims(List<Sending> slice) {
        return slice.stream().map(Sending::claim).toList();
    }
}
