package io.recordsync.store.counterpart;

import io.recordsync.store.sql.ColumnArrays;
import io.recordsync.store.sql.Statements;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

/** The rows that are to be read again by their ids. */
public final class ReadAgainStore {

    private static final String ADD = """
            insert into read_again (tenant, system, entity, external_id, why, wish, next_at)
            select distinct on (external_id collate "C") :tenant, :system, :entity, external_id, why, :wish::jsonb,
                   case when why in ('ambiguous', 'not_taken') then now() + interval '1 minute' else now() end
            from unnest(:externalIds::text[], :whys::text[]) as w (external_id, why)
            order by external_id collate "C"
            on conflict (tenant, system, entity, external_id) do update
            set wish = excluded.wish where excluded.wish is not null
            """;

    private static final String ADD_NOW = """
            insert into read_again (tenant, system, entity, external_id, why, next_at)
            select :tenant, :system, :entity, external_id, why, now()
            from unnest(:externalIds::text[], :whys::text[]) as w (external_id, why)
            order by external_id collate "C"
            on conflict (tenant, system, entity, external_id) do update
            set why = excluded.why, tries = 0, next_at = excluded.next_at, wish = null
            """;

    private static final String DUE = """
            select external_id, why from read_again
            where tenant = :tenant and system = :system and entity = :entity and next_at <= now()
              and (:wish::jsonb is null or wish = :wish::jsonb)
            order by next_at, external_id limit :most
            """;

    private static final String WISH = """
            select wish from read_again
            where tenant = :tenant and system = :system and entity = :entity and next_at <= now() and wish is not null
            order by next_at, external_id limit 1
            """;

    private static final String DUE_AFTER = """
            select external_id, why from read_again
            where tenant = :tenant and system = :system and entity = :entity and next_at <= now()
              and external_id > :after
            order by external_id limit :most
            """;

    private static final String REMOVE = """
            delete from read_again
            where tenant = :tenant and system = :system and entity = :entity
              and external_id = any(:externalIds::text[])
            """;

    /** After 1, 2, 4 … minutes, an hour at most. */
    private static final String POSTPONE = """
            update read_again as a
            set why = w.why, tries = a.tries + 1, wish = coalesce(a.wish, :wish::jsonb),
                next_at = now() + make_interval(mins => least(60, 1 << least(a.tries, 6)))
            from unnest(:externalIds::text[], :whys::text[]) as w (external_id, why)
            where a.tenant = :tenant and a.system = :system and a.entity = :entity and a.external_id = w.external_id
            """;

    private final Statements statements;

    public ReadAgainStore(Statements statements) {
        this.statements = statements;
    }

    /**
     * Adds rows. They are due at once, but for those that were judged and need a person: the run that adds them has
     * counted them already, so that they are due after a minute. A row that is there already stays as it is.
     */
    public void add(ReaderKey key, Collection<Again> rows) {
        add(key, rows, Optional.empty());
    }

    /**
     * The same for rows of a run of which a person wants something aside from the rules.
     *
     * @param wish the run's options; empty if nothing is wanted
     */
    public void add(ReaderKey key, Collection<Again> rows, Optional<RunOptions> wish) {
        if (!rows.isEmpty()) {
            withReasons(ADD, key, rows).param("wish", json(wish)).update();
        }
    }

    /** Adds rows that are due at once, also if they are there already. */
    public void addNow(ReaderKey key, Collection<Again> rows) {
        if (!rows.isEmpty()) {
            withReasons(ADD_NOW, key, rows).update();
        }
    }

    /** The rows that are due, those that wait longest first. */
    public List<Again> due(ReaderKey key, int most) {
        return due(key, most, Optional.empty());
    }

    /** What a person wanted of a row that is due; empty if nothing is wanted of any. */
    public Optional<RunOptions> wish(ReaderKey key) {
        return of(statements.forOne(WISH), key)
                .query((row, n) -> RunOptions.of(row.getString("wish")))
                .optional();
    }

    /**
     * The rows that are due, those that wait longest first.
     *
     * @param wish only rows of which this is wanted; empty for all
     */
    public List<Again> due(ReaderKey key, int most, Optional<RunOptions> wish) {
        return of(statements.forOne(DUE), key)
                .param("wish", json(wish))
                .param("most", most)
                .query((row, n) -> new Again(row.getString("external_id"), Why.of(row.getString("why"))))
                .list();
    }

    /** The rows that are due and whose ids follow one, in the order of their ids. */
    public List<Again> dueAfter(ReaderKey key, String externalId, int most) {
        return of(statements.forOne(DUE_AFTER), key)
                .param("after", externalId)
                .param("most", most)
                .query((row, n) -> new Again(row.getString("external_id"), Why.of(row.getString("why"))))
                .list();
    }

    /** Takes rows off the list, because they have been judged. */
    public void remove(ReaderKey key, Collection<String> externalIds) {
        if (!externalIds.isEmpty()) {
            of(statements.forRows(externalIds.size(), REMOVE), key)
                    .param("externalIds", externalIds.toArray(String[]::new))
                    .update();
        }
    }

    /** The rows could not be judged. They are due again after 1, 2, 4 … minutes, an hour at most. */
    public void postpone(ReaderKey key, Collection<Again> rows) {
        postpone(key, rows, Optional.empty());
    }

    /**
     * The same for rows of a run of which a person wants something aside from the rules.
     *
     * @param wish the run's options; if it is empty, what was wanted before stays
     */
    public void postpone(ReaderKey key, Collection<Again> rows, Optional<RunOptions> wish) {
        if (!rows.isEmpty()) {
            withReasons(POSTPONE, key, rows).param("wish", json(wish)).update();
        }
    }

    private static @Nullable String json(Optional<RunOptions> wish) {
        return wish.map(RunOptions::json).orElse(null);
    }

    private StatementSpec withReasons(String sql, ReaderKey key, Collection<Again> rows) {
        ColumnArrays<Again> columns = new ColumnArrays<>(rows);
        return of(statements.forRows(columns.size(), sql), key)
                .param("externalIds", columns.text(Again::externalId))
                .param("whys", columns.text(row -> row.why().stored()));
    }

    private static StatementSpec of(StatementSpec statement, ReaderKey key) {
        return statement
                .param("tenant", key.tenant())
                .param("system", key.system())
                .param("entity", key.entity());
    }
}
