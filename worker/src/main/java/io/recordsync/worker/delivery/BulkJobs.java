package io.recordsync.worker.delivery;

import io.recordsync.connectors.CallDeferredException;
import io.recordsync.connectors.Connector;
import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.JobNotes;
import io.recordsync.connectors.Outcome;
import io.recordsync.connectors.Write;
import io.recordsync.connectors.Write.Operation;
import io.recordsync.store.delivery.BulkJobStore;
import io.recordsync.store.delivery.Claim;
import io.recordsync.worker.delivery.Attempts.Attempt;
import io.recordsync.worker.delivery.ReadSystem.Call;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The jobs of one attempt, at a system that carries out many writes as a job of its own. The ledger knows each job from
 * before it begins until it is known to be over, so that whoever sends its rows again ends it first. Used by one
 * thread.
 */
final class BulkJobs {

    /** The largest number of rows in one job. */
    private static final int MOST = 10_000;

    /** The connector divides what is too large for one job. */
    private static final int MOST_BYTES = 64 << 20;

    /** With less time, rows are sent in calls. */
    private static final Duration LEAST_TIME = Duration.ofMinutes(2);

    private final Connector connector;
    private final BulkJobStore ledger;
    private final String owner;
    private final Attempt attempt;

    /** @param owner the owner of the attempt's leases */
    BulkJobs(DeliveryContext context, String system, String owner, Attempt attempt) {
        this.connector = context.systems().connector(system);
        this.ledger = context.ledger().jobs();
        this.owner = owner;
        this.attempt = attempt;
    }

    /**
     * Ends the jobs that may still write the rows of deliveries in doubt.
     *
     * @throws ConnectorException if a job may still write
     * @throws CallDeferredException if no call may be made now
     */
    void endLeft() {
        for (String job : left()) {
            connector.endJob(job, attempt.scope().telling(new Notes()));
        }
    }

    /** The jobs that were left; none at a system without jobs, which costs no statement. */
    List<String> left() {
        return smallest().isPresent() ? ledger.left(connector.system(), owner) : List.of();
    }

    /**
     * An earlier attempt of this owner may have ended in the middle of a job, if it left deliveries in doubt. Whoever
     * sends the rows ends the job first.
     */
    void leaveOf(List<Claim> claims) {
        boolean anyInDoubt =
                claims.stream().anyMatch(claim -> claim instanceof Claim.Granted granted && granted.inDoubt());
        if (anyInDoubt && smallest().isPresent()) {
            ledger.leave(connector.system(), owner);
        }
    }

    /** Whether a batch is written as a job. */
    boolean isJob(List<Call> batch) {
        return batch.size() > largestBatch();
    }

    /**
     * Divides rows into the writes of one call or job. Jobs are for many rows that are written alike; a delete has to
     * be looked up, and what may have been written by a job already is sent in calls, so that no job is repeated.
     */
    List<List<Call>> batches(List<Call> sends) {
        List<List<Call>> batches = new ArrayList<>();
        List<Call> rest = new ArrayList<>(sends);
        if (smallest().isPresent() && hasTime()) {
            alike(sends).stream()
                    .filter(rows -> rows.size() >= smallest().getAsInt())
                    .forEach(rows -> {
                        batches.addAll(WriteBatches.of(rows, MOST, MOST_BYTES, BulkJobs::write));
                        rest.removeAll(new HashSet<>(rows));
                    });
        }
        batches.addAll(WriteBatches.of(rest, largestBatch(), BulkJobs::write));
        return batches;
    }

    /** Writes a batch with one call, or as a job if it is too large for a call. */
    List<Outcome> writeAll(List<Call> batch) {
        List<Write> writes = batch.stream().map(BulkJobs::write).toList();
        if (!isJob(batch)) {
            return connector.writeAll(writes, attempt.scope());
        }
        if (!hasTime()) {
            throw new CallDeferredException(
                    "Too little time is left for a job of %s. Nothing was sent. It is retried automatically."
                            .formatted(connector.system()),
                    Duration.ofSeconds(1));
        }
        return job(writes);
    }

    private List<Outcome> job(List<Write> writes) {
        Notes notes = new Notes();
        try {
            return connector.writeJob(writes, attempt.scope().telling(notes));
        } finally {
            notes.leave();
        }
    }

    private static List<List<Call>> alike(List<Call> sends) {
        Map<Operation, List<Call>> rows = sends.stream()
                .filter(one -> write(one).operation() != Operation.DELETE)
                .filter(one -> !one.claim().inDoubt())
                .collect(Collectors.groupingBy(one -> write(one).operation()));
        return List.copyOf(rows.values());
    }

    /** Whether a job may be begun. */
    private boolean hasTime() {
        return attempt.scope().deadline().left().compareTo(LEAST_TIME) >= 0;
    }

    private OptionalInt smallest() {
        return connector.capabilities().writing().bulkJobFrom();
    }

    private int largestBatch() {
        return connector.capabilities().writing().largestBatch();
    }

    private static Write write(Call call) {
        return call.send().write();
    }

    /** Keeps the jobs in the ledger. */
    private final class Notes implements JobNotes {

        private final Set<String> underWay = new HashSet<>();

        @Override
        public void begins(String job) {
            // The leases of its rows began before the job, and last longer than this attempt.
            ledger.note(
                    connector.system(), job, owner, attempt.scope().deadline().left());
            underWay.add(job);
        }

        @Override
        public void isOver(String job) {
            DeliveryLedger.uninterrupted(() -> ledger.remove(connector.system(), job));
            underWay.remove(job);
        }

        /** The rows of jobs that may go on are given back, in doubt. */
        private void leave() {
            if (!underWay.isEmpty()) {
                DeliveryLedger.uninterrupted(() -> ledger.leave(connector.system(), owner));
            }
        }
    }
}
