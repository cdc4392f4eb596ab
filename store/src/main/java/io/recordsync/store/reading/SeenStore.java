package io.recordsync.store.reading;

import io.recordsync.store.sql.Statements;
import java.util.Collection;
import java.util.Locale;

/**
 * Which rows a full run has seen. Each run has an unlogged table of its own, so that noting a row costs little and
 * forgetting all of them costs nothing. The run counts what it notes: a table that a crash has emptied is recognised.
 */
final class SeenStore {

    private static final String COUNT =
            "update run set seen = seen + :seen, unnamed = unnamed + :unnamed where id = :id";

    private static final String NEEDS_FULL = """
            update reader as r set needs_full = true from run
            where run.id = :id and run.absence = 'lost' and not run.dry
              and r.tenant = run.tenant and r.system = run.system and r.entity = run.entity
            """;

    private final Statements statements;

    SeenStore(Statements statements) {
        this.statements = statements;
    }

    /** Within the transaction of a page. */
    void note(Run run, Collection<String> externalIds, long unnamed) {
        if (run.page() == 0) {
            statements.forOne(make(run.id())).update();
        }
        // A table that is made late would not show the rows of the pages before. Without one, the run is incomplete.
        if (!externalIds.isEmpty() && exists(run.id())) {
            statements
                    .forRows(
                            externalIds.size(),
                            "insert into %s (run_id, external_id) select :id, unnest(:ids::text[])"
                                    .formatted(table(run.id())))
                    .param("id", run.id())
                    .param("ids", externalIds.toArray(String[]::new))
                    .update();
        }
        statements
                .forOne(COUNT)
                .param("seen", externalIds.size())
                .param("unnamed", unnamed)
                .param("id", run.id())
                .update();
    }

    /** Whether all that the run has noted is still there. */
    boolean isComplete(long run) {
        return exists(run)
                && statements
                        .forOne("select seen = (select count(*) from %s) from run where id = :id".formatted(table(run)))
                        .param("id", run)
                        .query(Boolean.class)
                        .single();
    }

    /** A build without these tables may have committed the first page of the run. */
    private boolean exists(long run) {
        return statements
                .forOne("select to_regclass(:table) is not null")
                .param("table", table(run))
                .query(Boolean.class)
                .single();
    }

    /** Forgets what an ended run has seen. If a crash had emptied it, the reader needs another full run. */
    void finish(Run run) {
        if (run.course().completes()) {
            statements.forOne(NEEDS_FULL).param("id", run.id()).update();
            statements.forOne("drop table if exists " + table(run.id())).update();
        }
    }

    /** The name of a run's table. It consists of a fixed text and a number. */
    static String table(long run) {
        return String.format(Locale.ROOT, "run_seen_%d", run);
    }

    private static String make(long run) {
        return String.format(
                Locale.ROOT, "create unlogged table %s partition of run_seen for values in (%d)", table(run), run);
    }
}
