package io.recordsync.store.reading;

import io.recordsync.store.counterpart.Counterpart;
import io.recordsync.store.counterpart.CounterpartStore;
import io.recordsync.store.counterpart.ReaderKey;
import io.recordsync.store.delivery.RoutedAgain;
import io.recordsync.store.delivery.Standing;
import io.recordsync.store.delivery.Standings;
import io.recordsync.store.ledger.Image;
import io.recordsync.store.ledger.Images;
import io.recordsync.store.ledger.RecordKey;
import io.recordsync.store.reading.RunStore.Answer;
import io.recordsync.store.reading.RunStore.PageEnd;
import io.recordsync.store.sql.JdbcValues;
import io.recordsync.store.sql.Statements;
import io.recordsync.store.sql.Transactions;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The runs that go through all records of an entity, in the order of their keys, and make due what a system lacks. A
 * reader has one such run at most; it may be under way beside a run that reads.
 */
public final class PushStore {

    /** The owner of a run with which no workflow has begun yet. */
    static final String NOBODY = "";

    private static final String RUNNING = """
            select *, extract(epoch from clock_timestamp() - touched_at) as idle from run
            where tenant = :tenant and system = :system and entity = :entity and status = 'running'
              and kind in ('push', 'resend')
            """;

    private static final String LEFT = """
            select tenant, system, entity from run
            where status = 'running' and kind in ('push', 'resend')
              and (owner = '' or touched_at < clock_timestamp() - make_interval(secs => :idle))
            """;

    private static final String TAKE = """
            update run
            set fence = fence + case owner when :owner then 0 else 1 end, owner = :owner, workflow_id = :workflowId,
                touched_at = clock_timestamp()
            where id = :id returning *
            """;

    private static final String KEYS = """
            select record_id from image
            where tenant = :tenant and entity = :entity and record_id > :after
            order by record_id limit :most
            """;

    /** The limit bounds the time of the count. */
    private static final String UNSETTLED = """
            select count(*) from (
                select from delivery where system = :system and settled_revision < due_revision limit :most) as d
            """;

    private final Statements statements;
    private final Transactions transactions;
    private final RunStore runs;
    private final Images images;
    private final Standings standings;
    private final CounterpartStore counterparts;

    public PushStore(Statements statements, Transactions transactions, RunStore runs) {
        this.statements = statements;
        this.transactions = transactions;
        this.runs = runs;
        this.images = new Images(statements);
        this.standings = new Standings(statements);
        this.counterparts = new CounterpartStore(statements);
    }

    /** A run that was found running, and how long nothing has happened in it. */
    private record Found(Run run, String owner, Duration idle) {}

    /**
     * Goes on with the reader's run, or begins one.
     *
     * @param abandonedAfter how long nothing must have happened in a run of another owner before it is taken over. A
     *     run that nobody has is taken at once
     * @param wanted the run to begin if there is none; empty to begin none
     * @return empty if there is none, and none is wanted
     */
    public Optional<Answer> begin(
            ReaderKey key, String owner, String workflowId, Duration abandonedAfter, Optional<NewRun> wanted) {
        return transactions.run(() -> {
            Optional<Found> found = running(key);
            if (found.isEmpty() && wanted.isPresent()) {
                // If another transaction has begun one since, that one is met.
                RunRows.insert(statements, key, wanted.get());
                found = running(key);
            }
            return found.map(one -> meet(one, owner, workflowId, abandonedAfter));
        });
    }

    private Optional<Found> running(ReaderKey key) {
        return RunRows.ofReader(statements, RUNNING + "for update", key)
                .query((row, n) ->
                        new Found(RunRows.of(row), row.getString("owner"), JdbcValues.duration(row.getDouble("idle"))))
                .optional();
    }

    private Answer meet(Found found, String owner, String workflowId, Duration abandonedAfter) {
        boolean isFree = found.owner().equals(owner) || found.owner().equals(NOBODY);
        Duration left = isFree ? Duration.ZERO : abandonedAfter.minus(found.idle());
        return left.isPositive()
                ? new Answer.Busy(found.run(), left)
                : new Answer.Begun(statements
                        .forOne(TAKE)
                        .param("id", found.run().id())
                        .param("owner", owner)
                        .param("workflowId", workflowId)
                        .query((row, n) -> RunRows.of(row))
                        .single());
    }

    /**
     * The readers whose run nobody carries on.
     *
     * @param idle how long nothing must have happened in a run that a workflow has begun with
     */
    public List<ReaderKey> left(Duration idle) {
        return statements
                .forOne(LEFT)
                .param("idle", JdbcValues.seconds(idle))
                .query((row, n) ->
                        new ReaderKey(row.getString("tenant"), row.getString("system"), row.getString("entity")))
                .list();
    }

    /** Whether nobody carries on the run of this reader; false if it has none. */
    public boolean isLeft(ReaderKey key, Duration idle) {
        return left(idle).contains(key);
    }

    /**
     * Records, and what is known of them at the system of a run.
     *
     * @param keys in their order
     * @param images the images that a change has reached
     * @param deliveries their deliveries to the system
     * @param rows their living rows there, if the system is read
     */
    public record Records(
            List<RecordKey> keys,
            Map<RecordKey, Image> images,
            Map<RecordKey, Standing> deliveries,
            Map<RecordKey, Counterpart> rows) {

        public Records {
            keys = List.copyOf(keys);
            images = Map.copyOf(images);
            deliveries = Map.copyOf(deliveries);
            rows = Map.copyOf(rows);
        }
    }

    /**
     * The records after the cursor of the run.
     *
     * @param most the largest number; fewer mean that there are no more
     */
    public Records page(Run run, int most) {
        List<RecordKey> keys = statements
                .forMany(KEYS)
                .param("tenant", run.key().tenant())
                .param("entity", run.key().entity())
                .param("after", run.cursor())
                .param("most", most)
                .query((row, n) -> new RecordKey(run.key().tenant(), run.key().entity(), row.getString("record_id")))
                .list();
        String system = run.key().system();
        return new Records(keys, images.read(keys), standings.of(keys, system), counterparts.of(keys, system));
    }

    /**
     * How many deliveries to the system are due.
     *
     * @param most counts no further than this
     */
    public int unsettled(String system, int most) {
        return statements
                .forOne(UNSETTLED)
                .param("system", system)
                .param("most", most)
                .query(Integer.class)
                .single();
    }

    /**
     * Writes that a page is done, and that these records are to be delivered again. The last page ends the run.
     *
     * @throws OvertakenRunException if the page is not the next one, or not the caller's, or if the run has begun anew
     *     as a push since it was read
     */
    public void commit(Run run, PageEnd page, Collection<RecordKey> due) {
        transactions.run(() -> {
            runs.claimPage(run, page.number());
            requireUnchanged(run, page.number());
            RoutedAgain.take(statements, due);
            runs.commitPage(run, page);
            return page.readToEnd()
                    ? runs.end(run.id(), run.fence(), Optional.empty(), Optional.empty())
                    : Optional.empty();
        });
    }

    /** The end of a first read makes a resend that is under way a push from the beginning, within the same page. */
    private void requireUnchanged(Run run, int page) {
        Run stored = runs.find(run.id()).orElseThrow();
        if (stored.kind() != run.kind() || !stored.cursor().equals(run.cursor())) {
            throw new OvertakenRunException(run.id(), page);
        }
    }
}
