package io.recordsync.store.reading;

import io.recordsync.store.counterpart.ReaderKey;
import io.recordsync.store.counterpart.RunOptions;
import io.recordsync.store.reading.Run.Course;
import io.recordsync.store.reading.Run.RunError;
import io.recordsync.store.sql.JdbcValues;
import io.recordsync.store.sql.Statements;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

/** The columns of runs. */
final class RunRows {

    /** Adds what a page has brought. */
    static final String ADD_COUNTS = """
            processed = processed + :processed, created = created + :created, updated = updated + :updated,
            unchanged = unchanged + :unchanged, adjusted = adjusted + :adjusted, taken = taken + :taken,
            overruled = overruled + :overruled, linked = linked + :linked, differing = differing + :differing,
            conflicts = conflicts + :conflicts, ambiguous = ambiguous + :ambiguous,
            unreadable = unreadable + :unreadable, not_wanted = not_wanted + :notWanted, later = later + :later,
            failed = failed + :failed, reread = reread + :reread, calls = calls + :calls,
            deleted = deleted + :deleted, held = held + :held
            """;

    private static final String TAKE_OVER = """
            update run set fence = fence + 1, owner = :owner, workflow_id = :workflowId, touched_at = clock_timestamp()
            where id = :id
            returning *
            """;

    /** Changes nothing if a run of the same kind is running. */
    private static final String INSERT = """
            insert into run (tenant, system, entity, kind, dry, asked_by, options, since, cursor, moves, completes,
                             most, owner, workflow_id)
            values (:tenant, :system, :entity, :kind, :dry, :askedBy, :options::jsonb, :since::timestamptz, :cursor,
                    :moves, :completes, :most, :owner, :workflowId)
            on conflict do nothing
            returning *
            """;

    private RunRows() {}

    /** Gives the run to the owner of one that would have begun in its place. */
    static Run takeOver(Statements statements, Run run, NewRun instead) {
        return statements
                .forOne(TAKE_OVER)
                .param("id", run.id())
                .param("owner", instead.owner())
                .param("workflowId", instead.workflowId())
                .query((row, n) -> of(row))
                .single();
    }

    /** Begins a run; empty if the reader has one already. */
    static Optional<Run> insert(Statements statements, ReaderKey key, NewRun run) {
        return ofReader(statements, INSERT, key)
                .param("kind", run.kind().stored())
                .param("dry", run.options().dry())
                .param("askedBy", run.askedBy())
                .param("options", run.options().json())
                .param("since", run.since().map(Instant::toString).orElse(null))
                .param("cursor", run.cursor())
                .param("moves", run.course().moves())
                .param("completes", run.course().completes())
                .param("most", run.most())
                .param("owner", run.owner())
                .param("workflowId", run.workflowId())
                .query((row, n) -> of(row))
                .optional();
    }

    static StatementSpec ofReader(Statements statements, String sql, ReaderKey key) {
        return statements
                .forOne(sql)
                .param("tenant", key.tenant())
                .param("system", key.system())
                .param("entity", key.entity());
    }

    static StatementSpec counts(StatementSpec statement, RunCounts counts) {
        return statement
                .param("processed", counts.processed())
                .param("created", counts.created())
                .param("updated", counts.updated())
                .param("unchanged", counts.unchanged())
                .param("adjusted", counts.adjusted())
                .param("taken", counts.taken())
                .param("overruled", counts.overruled())
                .param("linked", counts.linked())
                .param("differing", counts.differing())
                .param("conflicts", counts.conflicts())
                .param("ambiguous", counts.ambiguous())
                .param("unreadable", counts.unreadable())
                .param("notWanted", counts.notWanted())
                .param("later", counts.later())
                .param("failed", counts.failed())
                .param("reread", counts.reread())
                .param("calls", counts.calls())
                .param("deleted", counts.deleted())
                .param("held", counts.held());
    }

    static Run of(ResultSet row) throws SQLException {
        return new Run(
                row.getLong("id"),
                new ReaderKey(row.getString("tenant"), row.getString("system"), row.getString("entity")),
                RunKind.of(row.getString("kind")),
                row.getString("asked_by"),
                row.getString("workflow_id"),
                RunOptions.of(row.getString("options")),
                row.getString("cursor"),
                new Course(row.getBoolean("moves"), row.getBoolean("completes")),
                row.getBoolean("read_to_end"),
                row.getInt("page"),
                row.getInt("fence"),
                row.getLong("most"),
                RunStatus.of(row.getString("status")),
                countsOf(row),
                row.getTimestamp("started_at").toInstant(),
                row.getTimestamp("touched_at").toInstant(),
                JdbcValues.time(row, "ended_at"),
                error(row));
    }

    private static Optional<RunError> error(ResultSet row) throws SQLException {
        Optional<String> errorId = Optional.ofNullable(row.getString("error_id"));
        Optional<String> message = Optional.ofNullable(row.getString("error"));
        return message.map(text -> new RunError(errorId.orElse(""), text));
    }

    private static RunCounts countsOf(ResultSet row) throws SQLException {
        return new RunCounts(
                row.getLong("processed"),
                row.getLong("created"),
                row.getLong("updated"),
                row.getLong("unchanged"),
                row.getLong("adjusted"),
                row.getLong("taken"),
                row.getLong("overruled"),
                row.getLong("linked"),
                row.getLong("differing"),
                row.getLong("conflicts"),
                row.getLong("ambiguous"),
                row.getLong("unreadable"),
                row.getLong("not_wanted"),
                row.getLong("later"),
                row.getLong("reread"),
                row.getLong("calls"),
                row.getLong("deleted"),
                row.getLong("held"));
    }
}
