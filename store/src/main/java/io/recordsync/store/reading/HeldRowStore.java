package io.recordsync.store.reading;

import io.recordsync.store.counterpart.ReaderKey;
import io.recordsync.store.sql.ColumnArrays;
import io.recordsync.store.sql.JdbcValues;
import io.recordsync.store.sql.Statements;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

/** The rows that went back in time, until they are judged or decided. */
public final class HeldRowStore {

    private static final String OF = " where tenant = :tenant and system = :system and entity = :entity ";

    private static final String STAGE = """
            insert into held_row (tenant, system, entity, external_id, run_id, modified, state)
            select :tenant, :system, :entity, w.external_id, :run, w.modified, 'staged'
            from unnest(:externalIds::text[], :modified::timestamptz[]) as w (external_id, modified)
            order by w.external_id
            on conflict do nothing
            """;

    private static final String COUNTS = """
            select (select count(*) from held_row
            """ + OF + """
             and state = 'staged') as rows, (select count(*) from counterpart
            """ + OF + " and gone_at is null) as living";

    private static final String SPAN =
            "select count(*) as rows, min(modified) as earliest, max(modified) as latest from held_row" + OF
                    + "and state = 'held' and run_id = :run";

    /** A row that could not be judged is asked for again later. */
    private static final String NOT_PUT_OFF = """
             and not exists (
                select from read_again as a
                where a.tenant = held_row.tenant and a.system = held_row.system and a.entity = held_row.entity
                  and a.external_id = held_row.external_id and a.next_at > now())
            """;

    private final Statements statements;

    public HeldRowStore(Statements statements) {
        this.statements = statements;
    }

    /** What is done about a row. */
    public enum State {
        /** The run does not know yet whether there are too many. */
        STAGED,
        /** It waits for a person. */
        HELD,
        /** It is judged as any other. */
        JUDGE,
        /** It is given our values. */
        OURS,
        /** What it shows is taken. */
        THEIRS;

        String stored() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** A row that went back. */
    public record Back(String externalId, Instant modified) {}

    /**
     * @param rows the rows that went back, and are neither held nor judged yet
     * @param living the rows of the reader that live
     */
    public record Counts(long rows, long living) {}

    /** How many rows a run holds, and from when to when their times are. */
    public record Span(long rows, Optional<Instant> earliest, Optional<Instant> latest) {}

    /** Puts rows aside. Within the transaction of {@link RunStore#claimPage}. */
    public void stage(ReaderKey key, long run, Collection<Back> rows) {
        if (!rows.isEmpty()) {
            ColumnArrays<Back> columns = new ColumnArrays<>(rows);
            of(statements.forRows(columns.size(), STAGE), key)
                    .param("run", run)
                    .param("externalIds", columns.text(Back::externalId))
                    .param("modified", columns.text(row -> row.modified().toString()))
                    .update();
        }
    }

    public Counts counts(ReaderKey key) {
        return of(statements.forOne(COUNTS), key)
                .query((row, n) -> new Counts(row.getLong("rows"), row.getLong("living")))
                .single();
    }

    /** Lets the rows that were put aside be judged. */
    public void release(ReaderKey key) {
        of(statements.forOne("update held_row set state = 'judge'" + OF + "and state = 'staged'"), key)
                .update();
    }

    /** Holds the rows that were put aside, until a person decides. The run ends as waiting. */
    public Span hold(ReaderKey key, long run) {
        of(statements.forOne("update held_row set state = 'held', run_id = :run" + OF + "and state = 'staged'"), key)
                .param("run", run)
                .update();
        Span span = of(statements.forOne(SPAN), key)
                .param("run", run)
                .query((row, n) ->
                        new Span(row.getLong("rows"), JdbcValues.time(row, "earliest"), JdbcValues.time(row, "latest")))
                .single();
        statements
                .forOne("update run set held = held + :rows where id = :run")
                .param("rows", span.rows())
                .param("run", run)
                .update();
        return span;
    }

    /** Decides about the rows that a run holds, and returns how many there were. */
    public int decide(ReaderKey key, long run, State decision, String by) {
        return of(
                        statements.forOne("update held_row set state = :state, decided_by = :by" + OF
                                + "and state = 'held' and run_id = :run"),
                        key)
                .param("state", decision.stored())
                .param("by", by)
                .param("run", run)
                .update();
    }

    /** Whether any row of the reader is put aside or waits for a person. */
    public boolean anyApart(ReaderKey key) {
        return of(
                        statements.forOne(
                                "select exists (select from held_row" + OF + "and state in ('staged', 'held'))"),
                        key)
                .query(Boolean.class)
                .single();
    }

    /** Whether any row of the reader is put aside, or decided and not judged yet. */
    public boolean anyLeft(ReaderKey key) {
        return of(
                        statements.forOne(
                                "select exists (select from held_row" + OF + "and state <> 'held'" + NOT_PUT_OFF + ")"),
                        key)
                .query(Boolean.class)
                .single();
    }

    /** How many rows of the reader wait for a person. */
    public long waiting(ReaderKey key) {
        return of(statements.forOne("select count(*) from held_row" + OF + "and state = 'held'"), key)
                .query(Long.class)
                .single();
    }

    /** Those of the rows that are put aside or wait for a person. */
    public Set<String> apart(ReaderKey key, Collection<String> externalIds) {
        return Set.copyOf(of(
                        statements.forRows(
                                Math.max(1, externalIds.size()),
                                "select external_id from held_row" + OF
                                        + "and state in ('staged', 'held')"
                                        + " and external_id = any(:externalIds::text[])"),
                        key)
                .param("externalIds", externalIds.toArray(String[]::new))
                .query(String.class)
                .list());
    }

    /** A row that is to be judged, and how. */
    public record Next(String externalId, State state) {}

    /** Rows of one state that are to be judged. */
    public List<Next> next(ReaderKey key, int most) {
        List<Next> rows = of(
                        statements.forOne("select external_id, state from held_row" + OF
                                + "and state in ('judge', 'ours', 'theirs')" + NOT_PUT_OFF
                                + " order by state, external_id limit :most"),
                        key)
                .param("most", most)
                .query((row, n) -> new Next(
                        row.getString("external_id"),
                        State.valueOf(row.getString("state").toUpperCase(Locale.ROOT))))
                .list();
        return rows.stream()
                .filter(row -> row.state() == rows.getFirst().state())
                .toList();
    }

    /** These rows are judged. */
    public void remove(ReaderKey key, Collection<String> externalIds) {
        of(
                        statements.forRows(
                                externalIds.size(),
                                "delete from held_row" + OF + "and external_id = any(:externalIds::text[])"),
                        key)
                .param("externalIds", externalIds.toArray(String[]::new))
                .update();
    }

    private static StatementSpec of(StatementSpec statement, ReaderKey key) {
        return statement
                .param("tenant", key.tenant())
                .param("system", key.system())
                .param("entity", key.entity());
    }
}
