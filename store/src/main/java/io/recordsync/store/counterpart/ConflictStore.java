package io.recordsync.store.counterpart;

import io.recordsync.store.ledger.RecordKey;
import io.recordsync.store.ledger.RecordKeySql;
import io.recordsync.store.sql.ColumnArrays;
import io.recordsync.store.sql.Statements;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Opens and closes conflicts, and keeps the values that gave way. */
public final class ConflictStore {

    private static final String OPEN = """
            insert into conflict as c (tenant, system, entity, external_id, path, record_id, kind, shown, ours, theirs)
            select tenant, system, entity, external_id, path, record_id, kind, shown::jsonb, ours::jsonb, theirs::jsonb
            from unnest(:tenants::text[], :systems::text[], :entities::text[], :externalIds::text[], :paths::text[],
                        :recordIds::text[], :kinds::text[], :shown::text[], :ours::text[], :theirs::text[])
                 as w (tenant, system, entity, external_id, path, record_id, kind, shown, ours, theirs)
            order by tenant collate "C", system collate "C", entity collate "C", external_id collate "C",
                     path collate "C"
            on conflict (tenant, system, entity, external_id, path) do update
            set record_id = excluded.record_id, kind = excluded.kind, shown = excluded.shown, ours = excluded.ours,
                theirs = excluded.theirs, closed_at = null, decision = null, decided_by = null, reason = null,
                opened_at = case when c.closed_at is null and c.kind = excluded.kind then c.opened_at else now() end
            """;

    private static final String CLOSE = """
            update conflict as c set closed_at = now(), decision = :decision, decided_by = :by, reason = :reason
            from (select tenant collate "C" as tenant, system collate "C" as system, entity collate "C" as entity,
                         external_id collate "C" as external_id, path collate "C" as path
                  from unnest(:tenants::text[], :systems::text[], :entities::text[], :externalIds::text[],
                              :paths::text[]) as w (tenant, system, entity, external_id, path)
                  order by 1, 2, 3, 4, 5) as w
            where c.tenant = w.tenant and c.system = w.system and c.entity = w.entity
              and c.external_id = w.external_id and c.path = w.path and c.closed_at is null
            """;

    private static final String OPEN_AT = """
            select c.*
            from unnest(:tenants::text[], :systems::text[], :objects::text[], :entities::text[], :externalIds::text[])
                 as w (tenant, system, object, entity, external_id)
            cross join lateral (
                select tenant, system, w.object as object, entity, external_id, path, record_id, kind, shown, ours,
                       theirs
                from conflict
                where tenant = w.tenant and system = w.system and entity = w.entity and external_id = w.external_id
                  and closed_at is null
                offset 0) as c
            """;

    private static final String OPEN_OF = """
            select system, external_id, path, kind, opened_at from conflict
            where tenant = :tenant and entity = :entity and record_id = :recordId and closed_at is null
            union
            -- The row of no record that may be this one's.
            select system, external_id, path, kind, opened_at from conflict
            where ours @> jsonb_build_array(:recordId::text) and kind = 'ambiguous' and closed_at is null
              and tenant = :tenant and entity = :entity
            order by system, path, external_id limit :most
            """;

    private static final String LAST_CLOSED = """
            select path, decision, decided_by, closed_at from conflict
            where tenant = :tenant and system = :system and entity = :entity and external_id = :externalId
              and closed_at is not null and (:path::text is null or path = :path)
            order by closed_at desc limit 1
            """;

    private static final String LOST = """
            insert into before_image (kind, tenant, entity, record_id, path, system, source, revision, value, after)
            select 'loser', tenant, entity, record_id, path, system, source, revision, value::jsonb, after::jsonb
            from unnest(:tenants::text[], :entities::text[], :recordIds::text[], :paths::text[], :systems::text[],
                        :sources::text[], :revisions::bigint[], :values::text[], :afters::text[])
                 as w (tenant, entity, record_id, path, system, source, revision, value, after)
            """;

    private static final String LOST_OF = """
            select tenant, entity, record_id, path, system, source, revision, value, after from before_image
            where kind = 'loser' and tenant = :tenant and entity = :entity and record_id = :recordId
            order by at, path
            """;

    private static final int MOST_OF_A_RECORD = 100;

    private final Statements statements;

    public ConflictStore(Statements statements) {
        this.statements = statements;
    }

    /** A row, and the entity that it is read as. */
    public record Row(RowPlace place, String entity) {}

    /** Where a conflict is: the path of a row. */
    public record Place(Row row, String path) {}

    /** An open conflict, without the values. */
    public record Open(String system, String externalId, String path, Conflict.Kind kind, Instant openedAt) {}

    /**
     * A conflict that is over.
     *
     * @param decision as for {@link #close}
     */
    public record Closed(String path, String decision, String by, Instant closedAt) {}

    /**
     * A person's decision.
     *
     * @param what in a word: {@code ours}, {@code theirs}, {@code linked}
     * @param by who decided
     * @param reason why
     */
    public record Decision(String what, String by, Optional<String> reason) {}

    /** Opens conflicts. An open or closed one of the same place is replaced. */
    public void open(Collection<Conflict> conflicts) {
        if (conflicts.isEmpty()) {
            return;
        }
        ColumnArrays<Conflict> rows = new ColumnArrays<>(conflicts);
        statements
                .forRows(rows.size(), OPEN)
                .param("tenants", rows.text(one -> one.place().tenant()))
                .param("systems", rows.text(one -> one.place().system()))
                .param("entities", rows.text(Conflict::entity))
                .param("externalIds", rows.text(one -> one.place().externalId()))
                .param("paths", rows.text(Conflict::path))
                .param("recordIds", rows.text(one -> one.recordId().orElse(null)))
                .param("kinds", rows.text(one -> one.kind().stored()))
                .param("shown", rows.text(one -> BaseJson.hashes(one.shown())))
                .param("ours", rows.text(one -> BaseJson.value(one.ours())))
                .param("theirs", rows.text(one -> BaseJson.value(one.theirs())))
                .update();
    }

    /**
     * Closes the open conflicts of these paths of a row.
     *
     * @param decision what was decided, in a word: {@code ours}, {@code theirs}, {@code moved}
     * @param by who decided
     */
    public void close(Row row, Collection<String> paths, String decision, String by) {
        close(paths.stream().map(path -> new Place(row, path)).toList(), decision, by);
    }

    /**
     * Closes the open ones of these conflicts.
     *
     * @param decision as for one row
     * @param by who decided
     */
    public void close(Collection<Place> places, String decision, String by) {
        close(places, new Decision(decision, by, Optional.empty()));
    }

    /** Closes the open ones of these conflicts, because they are decided. */
    public void close(Collection<Place> places, Decision decision) {
        if (places.isEmpty()) {
            return;
        }
        ColumnArrays<Place> rows = new ColumnArrays<>(places);
        statements
                .forRows(rows.size(), CLOSE)
                .param("tenants", rows.text(one -> one.row().place().tenant()))
                .param("systems", rows.text(one -> one.row().place().system()))
                .param("entities", rows.text(one -> one.row().entity()))
                .param("externalIds", rows.text(one -> one.row().place().externalId()))
                .param("paths", rows.text(Place::path))
                .param("decision", decision.what())
                .param("by", decision.by())
                .param("reason", decision.reason().orElse(null))
                .update();
    }

    /** The open conflicts of these rows. */
    public Map<RowPlace, List<Conflict>> openAt(Collection<Row> places) {
        ColumnArrays<Row> rows = new ColumnArrays<>(places);
        Map<RowPlace, List<Conflict>> open = new HashMap<>();
        statements
                .forRows(rows.size(), OPEN_AT)
                .param("tenants", rows.text(one -> one.place().tenant()))
                .param("systems", rows.text(one -> one.place().system()))
                .param("objects", rows.text(one -> one.place().object()))
                .param("entities", rows.text(Row::entity))
                .param("externalIds", rows.text(one -> one.place().externalId()))
                .query((row, n) -> of(row))
                .list()
                .forEach(one -> open.computeIfAbsent(one.place(), place -> new ArrayList<>())
                        .add(one));
        return open;
    }

    /** The first 100 open conflicts of a record, also those of rows that may be the record's. */
    public List<Open> openOf(RecordKey key) {
        return RecordKeySql.one(statements, OPEN_OF, key)
                .param("most", MOST_OF_A_RECORD)
                .query((row, n) -> new Open(
                        row.getString("system"),
                        row.getString("external_id"),
                        row.getString("path"),
                        Conflict.Kind.of(row.getString("kind")),
                        row.getTimestamp("opened_at").toInstant()))
                .list();
    }

    /**
     * The conflict of a row that was closed last.
     *
     * @param path of which field; empty for any
     */
    public Optional<Closed> lastClosed(Row row, Optional<String> path) {
        return statements
                .forOne(LAST_CLOSED)
                .param("tenant", row.place().tenant())
                .param("system", row.place().system())
                .param("entity", row.entity())
                .param("externalId", row.place().externalId())
                .param("path", path.orElse(null))
                .query((found, n) -> new Closed(
                        found.getString("path"),
                        found.getString("decision"),
                        found.getString("decided_by"),
                        found.getTimestamp("closed_at").toInstant()))
                .optional();
    }

    /** Keeps values that gave way. */
    public void keep(Collection<LostValue> values) {
        if (values.isEmpty()) {
            return;
        }
        ColumnArrays<LostValue> rows = new ColumnArrays<>(values);
        RecordKeySql.of(statements, LOST, rows, LostValue::key)
                .param("paths", rows.text(LostValue::path))
                .param("systems", rows.text(LostValue::system))
                .param("sources", rows.text(LostValue::source))
                .param("revisions", rows.longs(LostValue::revision))
                .param("values", rows.text(one -> BaseJson.value(one.value())))
                .param("afters", rows.text(one -> BaseJson.value(one.after())))
                .update();
    }

    /** The values of a record that gave way, the oldest first. */
    public List<LostValue> lost(RecordKey key) {
        return RecordKeySql.one(statements, LOST_OF, key)
                .query((row, n) -> new LostValue(
                        RecordKeySql.of(row),
                        row.getString("path"),
                        row.getString("system"),
                        row.getString("source"),
                        row.getLong("revision"),
                        BaseJson.read(row.getString("value")),
                        BaseJson.read(row.getString("after"))))
                .list();
    }

    private static Conflict of(ResultSet row) throws SQLException {
        return new Conflict(
                new RowPlace(
                        row.getString("tenant"),
                        row.getString("system"),
                        row.getString("object"),
                        row.getString("external_id")),
                row.getString("entity"),
                row.getString("path"),
                Optional.ofNullable(row.getString("record_id")),
                Conflict.Kind.of(row.getString("kind")),
                BaseJson.hashes(row.getString("shown")),
                BaseJson.read(row.getString("ours")),
                BaseJson.read(row.getString("theirs")));
    }
}
