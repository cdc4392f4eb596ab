package io.recordsync.store.reading;

import io.recordsync.store.counterpart.ReaderKey;
import io.recordsync.store.counterpart.RunOptions;
import io.recordsync.store.ledger.RecordKey;
import io.recordsync.store.reading.Run.RunError;
import io.recordsync.store.sql.JdbcValues;
import io.recordsync.store.sql.Statements;
import io.recordsync.store.sql.Transactions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

/**
 * The runs of readers. A reader has one running run at most. All of a run's progress is written under its fence, so
 * that a process whose run was taken over changes nothing. A run is always locked before its reader.
 */
public final class RunStore {

    private static final String RUNNING = """
            select *, extract(epoch from clock_timestamp() - touched_at) as idle from run
            where tenant = :tenant and system = :system and entity = :entity and status = 'running'
              and kind not in ('push', 'ids', 'resend')
              and dry = :dry
            for update
            """;

    private static final String TOUCH = """
            update run set touched_at = clock_timestamp()
            where id = :id and fence = :fence and status = 'running' returning *
            """;

    private static final String CLAIM_PAGE = """
            select id from run where id = :id and fence = :fence and status = 'running' and page = :page - 1 for update
            """;

    private static final String COMMIT_PAGE = "update run set " + RunRows.ADD_COUNTS + """
            , page = :page, cursor = :cursor, read_to_end = read_to_end or :readToEnd, rules = :rules,
              touched_at = clock_timestamp()
            where id = :id and fence = :fence and status = 'running' and page = :page - 1
            """;

    private static final String END = """
            update run
            set status = coalesce(:status, case when held > 0 and not dry then 'waiting'
                when failed = 0 and error is null then 'success'
                when failed < greatest(processed, 1) then 'partial' else 'failed' end),
                ended_at = clock_timestamp(), touched_at = clock_timestamp(),
                error_id = coalesce(:errorId, error_id), error = coalesce(:error, error)
            where id = :id and fence = :fence and status = 'running' returning *
            """;

    private static final String HISTORY = """
            select * from run
            where tenant = :tenant and (:system::text is null or system = :system)
              and (:entity::text is null or entity = :entity) and id < :before
            order by id desc limit :most
            """;

    private final Statements statements;
    private final Transactions transactions;
    private final ReaderStore readers;
    private final LinkingEnd linkingEnd;
    private final SampleStore samples;
    private final HeldFieldStore fields;

    public RunStore(Statements statements, Transactions transactions, ReaderStore readers) {
        this.statements = statements;
        this.transactions = transactions;
        this.readers = readers;
        this.linkingEnd = new LinkingEnd(statements, readers);
        this.samples = new SampleStore(statements);
        this.fields = new HeldFieldStore(statements);
    }

    /** What came of the wish to begin a run. */
    public sealed interface Answer {

        /** The run is the caller's: a new one, its own, or one that was taken over. */
        record Begun(Run run) implements Answer {}

        /** Another owner has a run. It can be taken over after the time left, if nothing happens in it. */
        record Busy(Run run, Duration left) implements Answer {}
    }

    /** A run that was found running, and how long nothing has happened in it. */
    private record Found(Run run, String owner, Duration idle) {}

    /**
     * Begins a run, or takes over one in which nothing has happened for some time.
     *
     * @param owner who begins; a begin that is repeated answers the same
     * @param abandonedAfter how long nothing must have happened in a run of another owner
     * @param wanted the run to begin, given the state of its reader
     */
    public Answer begin(ReaderKey key, String owner, Duration abandonedAfter, Function<Reader, NewRun> wanted) {
        return begin(key, false, owner, abandonedAfter, wanted);
    }

    /**
     * The same for a dry run, which takes over another dry run at most. It leaves the reader as it is.
     *
     * @param dry whether the wanted run is a dry one
     */
    public Answer begin(
            ReaderKey key, boolean dry, String owner, Duration abandonedAfter, Function<Reader, NewRun> wanted) {
        return transactions.run(() -> running(key, dry)
                .map(found -> meet(found, owner, abandonedAfter, wanted))
                .orElseGet(() -> insert(key, dry, wanted)
                        .<Answer>map(Answer.Begun::new)
                        .orElseGet(() -> meet(running(key, dry).orElseThrow(), owner, abandonedAfter, wanted))));
    }

    private Optional<Run> insert(ReaderKey key, boolean dry, Function<Reader, NewRun> wanted) {
        return dry ? RunRows.insert(statements, key, wanted.apply(readers.of(key))) : insert(key, wanted);
    }

    private Optional<Found> running(ReaderKey key, boolean dry) {
        return RunRows.ofReader(statements, RUNNING, key)
                .param("dry", dry)
                .query((row, n) ->
                        new Found(RunRows.of(row), row.getString("owner"), JdbcValues.duration(row.getDouble("idle"))))
                .optional();
    }

    private Answer meet(Found found, String owner, Duration abandonedAfter, Function<Reader, NewRun> wanted) {
        if (found.owner().equals(owner)) {
            return new Answer.Begun(found.run());
        }
        Duration left = abandonedAfter.minus(found.idle());
        return left.isPositive() ? new Answer.Busy(found.run(), left) : new Answer.Begun(takeOver(found.run(), wanted));
    }

    /** A run that does not do what is wanted now ends, so that one begins that does. */
    private Run takeOver(Run found, Function<Reader, NewRun> wanted) {
        NewRun instead = wanted.apply(readers.of(found.key()));
        Optional<RunOptions> wish = instead.options().wish();
        if (wish.isEmpty() || wish.equals(found.options().wish())) {
            return RunRows.takeOver(statements, found, instead);
        }
        end(found.id(), found.fence(), Optional.of(RunStatus.CANCELLED), Optional.empty());
        return insert(found.key(), found.isDry(), wanted).orElseThrow();
    }

    /** Empty if another transaction has begun a run of the reader meanwhile. */
    private Optional<Run> insert(ReaderKey key, Function<Reader, NewRun> wanted) {
        Reader reader = readers.lock(key);
        NewRun run = wanted.apply(reader);
        Optional<Run> begun = RunRows.insert(statements, key, run);
        // Creates wait from now on. Only a run that reads all rows ends that, so that no other one begins it.
        if (begun.isPresent() && run.course().completes() && run.most() == 0) {
            readers.link(key);
        }
        if (begun.isPresent()) {
            linkingEnd.catchUp(reader);
        }
        return begun;
    }

    /** Notes that somebody works on the run, and returns it; empty if it has ended, or was taken over. */
    public Optional<Run> touch(long id, int fence) {
        return ofRun(TOUCH, id, fence).query((row, n) -> RunRows.of(row)).optional();
    }

    /**
     * Locks the run for the commit of a page, within a transaction.
     *
     * @throws OvertakenRunException if the page is not the next one, or not the caller's
     */
    public void claimPage(Run run, int page) {
        boolean isNext = !ofRun(CLAIM_PAGE, run.id(), run.fence())
                .param("page", page)
                .query()
                .listOfRows()
                .isEmpty();
        if (!isNext) {
            throw new OvertakenRunException(run.id(), page);
        }
    }

    /**
     * What is written with a page.
     *
     * @param number counted from 1
     * @param cursor where the next page begins
     * @param readToEnd whether it was the last page of changes
     * @param rules the fingerprint of the rules by which it was judged
     * @param changed the records that were changed
     */
    public record PageEnd(
            int number, String cursor, boolean readToEnd, String rules, RunCounts counts, List<RecordKey> changed) {}

    /**
     * Writes that a page is done, and moves the reader's cursor if the run does that. Within the transaction of
     * {@link #claimPage}.
     */
    public void commitPage(Run run, PageEnd page) {
        int committed = RunRows.counts(ofRun(COMMIT_PAGE, run.id(), run.fence()), page.counts())
                .param("page", page.number())
                .param("cursor", page.cursor())
                .param("readToEnd", page.readToEnd())
                .param("rules", page.rules())
                .update();
        if (committed == 0) {
            throw new OvertakenRunException(run.id(), page.number());
        }
        new PageChanges(statements).mark(run, page.number(), page.changed());
        if (run.course().moves() && !run.isDry()) {
            readers.move(run.key(), page.cursor());
        }
    }

    /** The name of a page. The event keys of its changes begin with it. */
    public static String pageName(long run, int page) {
        return run + "/" + page;
    }

    /** The records that a committed page has changed. */
    public List<String> changedBy(Run run, int page) {
        return new PageChanges(statements).of(run, page);
    }

    /**
     * Ends a run. A run that has read all rows leaves its position to its reader. After the first such run a run begins
     * that gives the system what it lacks, in the same transaction.
     *
     * @param status empty to let the number of failed rows decide
     * @return the run; empty if it has ended before, or if another process has taken it over
     */
    public Optional<Run> end(long id, int fence, Optional<RunStatus> status, Optional<RunError> error) {
        return transactions.run(() -> {
            Optional<Run> ended = ofRun(END, id, fence)
                    .param("status", status.map(RunStatus::stored).orElse(null))
                    .param("errorId", error.map(RunError::errorId).orElse(null))
                    .param("error", error.map(RunError::message).orElse(null))
                    .query((row, n) -> RunRows.of(row))
                    .optional();
            ended.filter(run -> status.isEmpty() && run.isComplete() && !run.isDry())
                    .ifPresent(run -> {
                        linkingEnd.complete(run);
                        fields.carriedOut(run);
                    });
            ended.ifPresent(fields::forget);
            ended.ifPresent(new SeenStore(statements)::finish);
            ended.filter(Run::isDry).ifPresent(new LeftRows(statements)::forget);
            samples.removeOld();
            return ended;
        });
    }

    public Optional<Run> find(long id) {
        return statements
                .forOne("select * from run where id = :id")
                .param("id", id)
                .query((row, n) -> RunRows.of(row))
                .optional();
    }

    /**
     * The newest runs first.
     *
     * @param before lists older runs than this one; empty for the newest
     */
    public List<Run> history(
            String tenant, Optional<String> system, Optional<String> entity, Optional<Long> before, int most) {
        return statements
                .forOne(HISTORY)
                .param("tenant", tenant)
                .param("system", system.orElse(null))
                .param("entity", entity.orElse(null))
                .param("before", before.orElse(Long.MAX_VALUE))
                .param("most", most)
                .query((row, n) -> RunRows.of(row))
                .list();
    }

    /** What dry runs would change. */
    public SampleStore samples() {
        return samples;
    }

    private StatementSpec ofRun(String sql, long id, int fence) {
        return statements.forOne(sql).param("id", id).param("fence", fence);
    }
}
