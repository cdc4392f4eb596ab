package io.recordsync.store.reading;

import io.recordsync.store.counterpart.ReaderKey;
import io.recordsync.store.reading.HeldField.Decision;
import io.recordsync.store.reading.HeldField.Kind;
import io.recordsync.store.sql.ColumnArrays;
import io.recordsync.store.sql.JdbcValues;
import io.recordsync.store.sql.Statements;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

/** The fields that readers hold, and the numbers by which they decide to. */
public final class HeldFieldStore {

    private static final String OF = " where tenant = :tenant and system = :system and entity = :entity ";

    private static final String COUNT = """
            insert into run_field as f (run_id, field, blanks, forms)
            select :run, w.field, w.blanks, w.forms
            from unnest(:fields::text[], :blanks::bigint[], :forms::bigint[]) as w (field, blanks, forms)
            order by w.field
            on conflict (run_id, field) do update
            set blanks = f.blanks + excluded.blanks, forms = f.forms + excluded.forms
            returning field, blanks, forms
            """;

    private static final String HOLD = """
            insert into held_field as h (tenant, system, entity, field, kind, run_id, rows)
            select :tenant, :system, :entity, w.field, w.kind, :run, w.rows
            from unnest(:fields::text[], :kinds::text[], :rows::bigint[]) as w (field, kind, rows)
            order by w.field
            on conflict (tenant, system, entity, field) do update
            set kind = excluded.kind, run_id = excluded.run_id, rows = excluded.rows, held_at = now(),
                decision = null, decided_by = null, decided_at = null
            """;

    private static final String DECIDE = "update held_field set decision = :decision, decided_by = :by,"
            + " decided_at = clock_timestamp()" + OF + " and decision is null and kind <> 'absent' and run_id = :run";

    private static final String RETURN = "update held_field set decision = 'back', decided_by = 'recordsync',"
            + " decided_at = clock_timestamp()" + OF
            + " and decision is null and kind = 'absent' and field = any(:fields::text[])";

    private static final String HOLDING = """
            select exists (select from held_field where run_id = :id and decision is null and kind <> 'absent')
                or exists (select from held_row where run_id = :id and state = 'held')
            """;

    /** All rows were judged since these were decided. */
    private static final String CARRIED_OUT = """
            delete from held_field as h using run as r
            where r.id = :id and h.tenant = r.tenant and h.system = r.system and h.entity = r.entity
              and h.decided_at < r.started_at
              and not exists (
                select from read_again as a
                join counterpart as c using (tenant, system, entity, external_id)
                where a.tenant = h.tenant and a.system = h.system and a.entity = h.entity and c.gone_at is null
                  and (c.asked_at is null or c.asked_at <= h.decided_at))
              and not exists (
                select from held_row as w
                where w.tenant = h.tenant and w.system = h.system and w.entity = h.entity)
            """;

    private static final String STILL_NEEDS_FULL = """
            update reader as r set needs_full = true from run
            where run.id = :id and r.tenant = run.tenant and r.system = run.system and r.entity = run.entity
              and exists (
                select from held_field as h
                where h.tenant = r.tenant and h.system = r.system and h.entity = r.entity and h.decision is not null)
            """;

    private final Statements statements;

    public HeldFieldStore(Statements statements) {
        this.statements = statements;
    }

    /** The fields of a reader that are held, and those of which the decision still has to be carried out. */
    public List<HeldField> of(ReaderKey key) {
        return of(
                        statements.forOne("select field, kind, run_id, rows, decision, decided_at from held_field" + OF
                                + "order by field"),
                        key)
                .query((row, n) -> new HeldField(
                        row.getString("field"),
                        Kind.of(row.getString("kind")),
                        row.getLong("run_id"),
                        row.getLong("rows"),
                        Optional.ofNullable(row.getString("decision")).map(Decision::of),
                        JdbcValues.time(row, "decided_at")))
                .list();
    }

    /** The names of the fields that are neither read nor written. */
    public Set<String> stopped(ReaderKey key) {
        return of(key).stream()
                .filter(HeldField::isStopped)
                .map(HeldField::field)
                .collect(Collectors.toSet());
    }

    /** In how many rows of a run a field was lost, or changed in its form only. */
    public record Tally(long blanks, long forms) {

        public static final Tally NONE = new Tally(0, 0);

        public Tally plus(Tally other) {
            return new Tally(blanks + other.blanks, forms + other.forms);
        }
    }

    /**
     * Adds what a page has found, and returns the sums of the run for these fields. Within the transaction of
     * {@link RunStore#claimPage}.
     */
    public Map<String, Tally> count(long run, Map<String, Tally> found) {
        ColumnArrays<Map.Entry<String, Tally>> columns = new ColumnArrays<>(found.entrySet());
        return statements
                .forRows(columns.size(), COUNT)
                .param("run", run)
                .param("fields", columns.text(Map.Entry::getKey))
                .param("blanks", columns.longs(one -> one.getValue().blanks()))
                .param("forms", columns.longs(one -> one.getValue().forms()))
                .query((row, n) ->
                        Map.entry(row.getString("field"), new Tally(row.getLong("blanks"), row.getLong("forms"))))
                .list()
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** Stops fields. The run waits for a person, unless the place does not have them. */
    public void hold(ReaderKey key, long run, Collection<HeldField> fields) {
        ColumnArrays<HeldField> columns = new ColumnArrays<>(fields);
        of(statements.forRows(columns.size(), HOLD), key)
                .param("run", run)
                .param("fields", columns.text(HeldField::field))
                .param("kinds", columns.text(one -> one.kind().stored()))
                .param("rows", columns.longs(HeldField::rows))
                .update();
        long waiting = fields.stream().filter(one -> one.kind() != Kind.ABSENT).count();
        statements
                .forOne("update run set held = held + :waiting where id = :run")
                .param("waiting", waiting)
                .param("run", run)
                .update();
    }

    /** The fields are there again. All rows are read next. */
    public void returned(ReaderKey key, Set<String> fields) {
        of(statements.forOne(RETURN), key)
                .param("fields", fields.toArray(String[]::new))
                .update();
        needFull(key);
    }

    /**
     * Decides about the fields that a run has stopped. All rows are read next.
     *
     * @return how many there were
     */
    public int decide(ReaderKey key, long run, Decision decision, String by) {
        int decided = of(statements.forOne(DECIDE), key)
                .param("decision", decision.stored())
                .param("by", by)
                .param("run", run)
                .update();
        if (decided > 0) {
            needFull(key);
        }
        return decided;
    }

    /** How many fields of the run wait for a person. */
    public long waiting(ReaderKey key) {
        return of(
                        statements.forOne(
                                "select count(*) from held_field" + OF + "and decision is null and kind <> 'absent'"),
                        key)
                .query(Long.class)
                .single();
    }

    /** Whether a run has held fields or rows that wait for a person; however it has ended. */
    public boolean isHolding(Run run) {
        return statements
                .forOne(HOLDING)
                .param("id", run.id())
                .query(Boolean.class)
                .single();
    }

    /** All rows were read by this run, so that what had been decided before is carried out. */
    void carriedOut(Run run) {
        statements.forOne(CARRIED_OUT).param("id", run.id()).update();
        statements.forOne(STILL_NEEDS_FULL).param("id", run.id()).update();
    }

    /** The run has ended, and counts no more. */
    void forget(Run run) {
        statements
                .forOne("delete from run_field where run_id = :id")
                .param("id", run.id())
                .update();
    }

    private void needFull(ReaderKey key) {
        of(statements.forOne("update reader set needs_full = true" + OF), key).update();
    }

    private static StatementSpec of(StatementSpec statement, ReaderKey key) {
        return statement
                .param("tenant", key.tenant())
                .param("system", key.system())
                .param("entity", key.entity());
    }
}
