package io.recordsync.store.reading;

import io.recordsync.store.counterpart.ReaderKey;
import io.recordsync.store.sql.ColumnArrays;
import io.recordsync.store.sql.JdbcValues;
import io.recordsync.store.sql.Statements;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

/**
 * The rows that seem to be gone, from when a run notices them until their deletes are applied or held. All of it is
 * written while the run is locked by {@link RunStore#claimPage} or {@link RunStore#claim}. Only rows with a living
 * counterpart count, and none whose delete is held already.
 */
public final class GoneStore {

    static final String LIVING = """
            from counterpart as c
            where c.tenant = :tenant and c.system = :system and c.object = :object and c.entity = :entity
              and c.gone_at is null
            """;

    static final String NOT_HELD = """
              and not exists (
                select from held_delete as h
                where h.tenant = c.tenant and h.system = c.system and h.entity = c.entity
                  and h.external_id = c.external_id)
            """;

    private static final String STAGE = """
            insert into run_gone (run_id, external_id, modified, merged_into)
            select :run, w.external_id, w.modified, w.merged_into
            from (select external_id collate "C" as external_id, modified, merged_into
                  from unnest(:externalIds::text[], :modified::timestamptz[], :mergedInto::text[])
                       as w (external_id, modified, merged_into)) as w
            cross join lateral (
                select c.wrote_from
            """ + LIVING + " and c.external_id = w.external_id " + NOT_HELD + """
                offset 0) as c
            -- An entry from before our write is an earlier life's.
            where w.modified is null or c.wrote_from is null or w.modified >= c.wrote_from
            on conflict do nothing
            """;

    private static final String ASKED = """
            update run_gone as g
            set asked_at = :asked::timestamptz, merged_into = coalesce(w.merged_into, g.merged_into)
            from unnest(:externalIds::text[], :mergedInto::text[]) as w (external_id, merged_into)
            where g.run_id = :run and g.external_id = w.external_id
            """;

    private static final String COUNTS = """
            select (select count(*) from run_gone where run_id = :run)
                     + (select deleted from run where id = :run)
                     + (select count(*) from held_delete
                        where tenant = :tenant and system = :system and entity = :entity) as gone,
                   (select count(*) from run_gone where run_id = :run and asked_at is null and not put_off) as unasked,
                   (select case when dry then 0 else deleted end from run where id = :run) + (select count(*)
            """ + LIVING + ") as living";

    private static final String HOLD = """
            with held as (
                delete from run_gone where run_id = :run returning external_id, modified, merged_into)
            insert into held_delete (tenant, system, entity, external_id, run_id, modified, merged_into, until)
            select :tenant, :system, :entity, external_id, :run, modified, merged_into, now() + interval '7 days'
            from held order by external_id
            on conflict do nothing
            """;

    private final Statements statements;
    private final SeenStore seen;
    private final AbsentRows absent;
    private final GoneProgress progress;

    public GoneStore(Statements statements) {
        this.statements = statements;
        this.seen = new SeenStore(statements);
        this.absent = new AbsentRows(statements, seen);
        this.progress = new GoneProgress(statements);
    }

    /**
     * How many rows seem to be gone.
     *
     * @param gone those of the run, applied or not, and those that are held
     * @param unasked those for which the system was not asked yet
     * @param living the rows that lived when the run had applied nothing
     */
    public record Counts(long gone, long unasked, long living) {}

    /** The rows of a reader's object. */
    public record Scope(Run run, String object) {}

    /** Notes the rows that a page of a full run has shown, and how many entries it had without an id. */
    public void see(Run run, Collection<String> externalIds, long unnamed) {
        seen.note(run, externalIds, unnamed);
    }

    /** The rows that full runs have not seen. */
    public AbsentRows absent() {
        return absent;
    }

    /** How far runs have looked for deletes. */
    public GoneProgress progress() {
        return progress;
    }

    /** Stages rows that the system has listed as deleted, or that it did not have when it was asked for them. */
    public void stage(Scope scope, Collection<GoneRow> rows) {
        if (rows.isEmpty()) {
            return;
        }
        ColumnArrays<GoneRow> columns = new ColumnArrays<>(rows);
        of(statements.forRows(columns.size(), STAGE), scope)
                .param("externalIds", columns.text(GoneRow::externalId))
                .param(
                        "modified",
                        columns.text(
                                row -> row.modified().map(Instant::toString).orElse(null)))
                .param("mergedInto", columns.text(row -> row.mergedInto().orElse(null)))
                .update();
    }

    /** Stages what earlier runs of the reader have left. */
    public void adopt(Scope scope) {
        new LeftRows(statements).adopt(scope);
    }

    /** Rows for which the system was not asked yet. */
    public List<GoneRow> unasked(Run run, int most) {
        return rows(run, "asked_at is null and not put_off", most);
    }

    /** Rows that the system did not have when it was asked. */
    public List<GoneRow> proven(Run run, int most) {
        return rows(run, "asked_at is not null", most);
    }

    private List<GoneRow> rows(Run run, String which, int most) {
        return statements
                .forOne("select external_id, modified, merged_into, asked_at from run_gone where run_id = :id and "
                        + which + " order by external_id limit :most")
                .param("id", run.id())
                .param("most", most)
                .query((row, n) -> of(row))
                .list();
    }

    static GoneRow of(ResultSet row) throws SQLException {
        return new GoneRow(
                row.getString("external_id"),
                JdbcValues.time(row, "modified"),
                Optional.ofNullable(row.getString("merged_into")),
                JdbcValues.time(row, "asked_at"));
    }

    /** The system was asked for these rows, and does not have them. */
    public void asked(Run run, Collection<GoneRow> rows, Instant at) {
        if (!rows.isEmpty()) {
            ColumnArrays<GoneRow> columns = new ColumnArrays<>(rows);
            statements
                    .forRows(columns.size(), ASKED)
                    .param("asked", at.toString())
                    .param("run", run.id())
                    .param("externalIds", columns.text(GoneRow::externalId))
                    .param("mergedInto", columns.text(row -> row.mergedInto().orElse(null)))
                    .update();
        }
    }

    /** Takes rows off, because they are there, or because their deletes are applied. */
    public void remove(Run run, Set<String> externalIds) {
        if (!externalIds.isEmpty()) {
            statements
                    .forRows(
                            externalIds.size(),
                            "delete from run_gone where run_id = :id and external_id = any(:externalIds::text[])")
                    .param("id", run.id())
                    .param("externalIds", externalIds.toArray(String[]::new))
                    .update();
        }
    }

    /** Leaves rows to the next run, which asks for them again. */
    public void putOff(Run run, Set<String> externalIds) {
        if (!externalIds.isEmpty()) {
            statements
                    .forRows(externalIds.size(), """
                    update run_gone set put_off = true, asked_at = null
                    where run_id = :id and external_id = any(:externalIds::text[])
                    """)
                    .param("id", run.id())
                    .param("externalIds", externalIds.toArray(String[]::new))
                    .update();
        }
    }

    public Counts counts(Scope scope) {
        return of(statements.forOne(COUNTS), scope)
                .query((row, n) -> new Counts(row.getLong("gone"), row.getLong("unasked"), row.getLong("living")))
                .single();
    }

    /** Holds all deletes of the run until a person decides. The run ends as waiting. A dry run only counts them. */
    public long hold(Scope scope) {
        long rows = scope.run().isDry()
                ? new LeftRows(statements).forget(scope.run())
                : of(statements.forOne(HOLD), scope).update();
        statements
                .forOne("update run set held = held + :held where id = :id")
                .param("held", rows)
                .param("id", scope.run().id())
                .update();
        return rows;
    }

    static StatementSpec of(StatementSpec statement, Scope scope) {
        ReaderKey key = scope.run().key();
        return statement
                .param("run", scope.run().id())
                .param("object", scope.object())
                .param("tenant", key.tenant())
                .param("system", key.system())
                .param("entity", key.entity());
    }
}
