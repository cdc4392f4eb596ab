package io.recordsync.store.reading;

import io.recordsync.store.counterpart.ReaderKey;
import io.recordsync.store.sql.Statements;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

/** The deletes that wait until a person approves or rejects them. They belong to the run that found them. */
public final class HeldDeleteStore {

    private static final String OF_RUN =
            "where tenant = :tenant and system = :system and entity = :entity and run_id = :run ";

    private static final String NEXT = "select external_id, modified, merged_into, null::timestamptz as asked_at"
            + " from held_delete " + OF_RUN + "order by external_id limit :most";

    private static final String REMOVE =
            "delete from held_delete " + OF_RUN + "and external_id = any(:externalIds::text[])";

    private static final String EXPIRED = """
            select distinct run_id from held_delete
            where tenant = :tenant and system = :system and entity = :entity and until <= now()
            """;

    private static final String DECIDED =
            "update run set deleted = deleted + :deleted, touched_at = clock_timestamp() where id = :run";

    private static final String LOCK = """
            select id from run
            where tenant = :tenant and system = :system and entity = :entity
              and id = any(:runs::bigint[]) and status = 'waiting'
            order by id for update
            """;

    private static final String SETTLE = """
            update run set status = case when failed = 0 then 'success' else 'partial' end,
                           touched_at = clock_timestamp()
            where tenant = :tenant and system = :system and entity = :entity
              and id = any(:runs::bigint[]) and status = 'waiting'
              and not exists (
                select from held_delete as h
                where h.tenant = run.tenant and h.system = run.system and h.entity = run.entity and h.run_id = run.id)
              and not exists (
                select from held_field as h
                where h.tenant = run.tenant and h.system = run.system and h.entity = run.entity and h.run_id = run.id
                  and h.decision is null and h.kind <> 'absent')
              and not exists (
                select from held_row as h
                where h.tenant = run.tenant and h.system = run.system and h.entity = run.entity and h.run_id = run.id
                  and h.state = 'held')
            """;

    private final Statements statements;

    public HeldDeleteStore(Statements statements) {
        this.statements = statements;
    }

    /** Some of the deletes of a run that are still held. */
    public List<GoneRow> next(ReaderKey key, long run, int most) {
        return of(statements.forOne(NEXT), key, run)
                .param("most", most)
                .query((row, n) -> GoneStore.of(row))
                .list();
    }

    /** The runs with deletes for which nobody has decided in time. */
    public List<Long> expired(ReaderKey key) {
        return of(statements.forOne(EXPIRED), key, 0)
                .query((row, n) -> row.getLong("run_id"))
                .list();
    }

    /** How many deletes of the reader are held. */
    public long count(ReaderKey key) {
        return of(
                        statements.forOne("select count(*) from held_delete where tenant = :tenant and system = :system"
                                + " and entity = :entity"),
                        key,
                        0)
                .query(Long.class)
                .single();
    }

    /**
     * These deletes are decided. Within the transaction that carries the decision out. The run's status follows from
     * its counts when none is left.
     *
     * @param deleted of how many the rows are gone
     */
    public void decided(ReaderKey key, long run, Set<String> externalIds, long deleted) {
        if (!externalIds.isEmpty()) {
            of(statements.forRows(externalIds.size(), REMOVE), key, run)
                    .param("externalIds", externalIds.toArray(String[]::new))
                    .update();
        }
        of(statements.forOne(DECIDED), key, run).param("deleted", deleted).update();
        settle(key, List.of(run));
    }

    /**
     * Ends those of the runs that wait and hold no deletes any more. Their status follows from their counts. Within the
     * transaction that takes deletes off, or after it.
     */
    public void settle(ReaderKey key, Collection<Long> runs) {
        if (runs.isEmpty()) {
            return;
        }
        Long[] ids = runs.toArray(Long[]::new);
        // The lock comes first, so that the update sees what a transaction that held it has taken off.
        ofReader(statements.forRows(ids.length, LOCK), key)
                .param("runs", ids)
                .query()
                .listOfRows();
        ofReader(statements.forRows(ids.length, SETTLE), key).param("runs", ids).update();
    }

    private static StatementSpec of(StatementSpec statement, ReaderKey key, long run) {
        return ofReader(statement, key).param("run", run);
    }

    private static StatementSpec ofReader(StatementSpec statement, ReaderKey key) {
        return statement
                .param("tenant", key.tenant())
                .param("system", key.system())
                .param("entity", key.entity());
    }
}
