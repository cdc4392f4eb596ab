package io.recordsync.store.counterpart;

import io.recordsync.store.counterpart.Counterpart.WriteTime;
import io.recordsync.store.ledger.RecordKey;
import io.recordsync.store.ledger.RecordKeySql;
import io.recordsync.store.sql.ColumnArrays;
import io.recordsync.store.sql.JdbcValues;
import io.recordsync.store.sql.Statements;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads and writes counterparts, many per statement. */
public final class CounterpartStore {

    private static final String COLUMNS = """
            c.tenant, c.system, c.object, c.external_id, c.entity, c.record_id, c.row_hash, c.fields, c.modified,
            c.wrote_from, c.wrote_until, c.asked_at, c.carried, c.sending, c.gone_at, c.merged_into,
            c.apart
            """;

    private static final String AT = """
            with wanted as (
                select tenant collate "C" as tenant, system collate "C" as system, object collate "C" as object,
                       external_id collate "C" as external_id
                from unnest(:tenants::text[], :systems::text[], :objects::text[], :externalIds::text[])
                     as w (tenant, system, object, external_id)
                order by 1, 2, 3, 4)
            select
            """ + COLUMNS + """
            from wanted as w
            cross join lateral (
                select * from counterpart
                where tenant = w.tenant and system = w.system and object = w.object and external_id = w.external_id
                %s) as c
            """;

    /** Rows with news are usually few, so that little is sent back. */
    private static final String WITH_NEWS = """
            select w.n
            from (select external_id collate "C" as external_id, row_hash, n
                  from unnest(:externalIds::text[], :rowHashes::text[]) with ordinality as r (external_id, row_hash, n)
                  order by 1) as w
            left join lateral (
                select true as is_known from counterpart
                where tenant = :tenant and system = :system and object = :object and external_id = w.external_id
                  and row_hash = w.row_hash and gone_at is null
                offset 0) as c on true
            where c.is_known is null
            """;

    private static final String OF_RECORDS = "select " + COLUMNS + """
            from wanted as w
            cross join lateral (
                select * from counterpart
                where tenant = w.tenant and entity = w.entity and record_id = w.record_id and system = :system
                  and gone_at is null
                offset 0) as c
            """;

    private static final String OF_RECORD = "select " + COLUMNS + """
            from counterpart as c
            where tenant = :tenant and entity = :entity and record_id = :recordId and gone_at is null
            order by system
            """;

    private static final String WRITE = """
            insert into counterpart (tenant, system, object, external_id, entity, record_id, row_hash, fields, key_id,
                                     modified, wrote_from, wrote_until, asked_at, carried, sending, gone_at,
                                     merged_into, apart)
            select tenant, system, object, external_id, entity, record_id, row_hash, fields::jsonb, :keyId, modified,
                   wrote_from, wrote_until, asked_at, carried, sending::jsonb, gone_at, merged_into,
                   apart
            from unnest(:tenants::text[], :systems::text[], :objects::text[], :externalIds::text[], :entities::text[],
                        :recordIds::text[], :rowHashes::text[], :fields::text[], :modified::timestamptz[],
                        :wroteFrom::timestamptz[], :wroteUntil::timestamptz[], :askedAt::timestamptz[],
                        :carried::boolean[], :sending::text[], :goneAt::timestamptz[], :mergedInto::text[],
                        :apart::boolean[])
                 as w (tenant, system, object, external_id, entity, record_id, row_hash, fields, modified, wrote_from,
                       wrote_until, asked_at, carried, sending, gone_at, merged_into, apart)
            -- A row that gives its record up comes first, so that another row of the record may take its place.
            order by record_id is null or gone_at is not null desc, tenant collate "C", system collate "C",
                     object collate "C", external_id collate "C"
            on conflict (tenant, system, object, external_id) do update
            set entity = excluded.entity, record_id = excluded.record_id, row_hash = excluded.row_hash,
                fields = excluded.fields, key_id = excluded.key_id, modified = excluded.modified,
                wrote_from = excluded.wrote_from, wrote_until = excluded.wrote_until, asked_at = excluded.asked_at,
                carried = excluded.carried, sending = excluded.sending, gone_at = excluded.gone_at,
                merged_into = excluded.merged_into, apart = excluded.apart
            """;

    private static final String WITH_ID = """
            -- A system has few objects: each is looked up by the key.
            with recursive o as (
                (select object from counterpart where tenant = :tenant and system = :system order by object limit 1)
                union all
                select (select c.object from counterpart c
                        where c.tenant = :tenant and c.system = :system and c.object > o.object
                        order by c.object limit 1)
                from o where o.object is not null)
            select
            """ + COLUMNS + """
            from o
            cross join lateral (
                select * from counterpart
                where tenant = :tenant and system = :system and object = o.object and external_id = :externalId
                  and entity = :entity
                offset 0) as c
            order by c.gone_at nulls first, c.object
            """;

    private final Statements statements;

    public CounterpartStore(Statements statements) {
        this.statements = statements;
    }

    /** The counterparts of these rows, as far as the rows were seen before. */
    public Map<RowPlace, Counterpart> at(Collection<RowPlace> places) {
        return at(places, "offset 0");
    }

    /** The same, with their rows locked in the order of their keys until the transaction ends. */
    public Map<RowPlace, Counterpart> lock(Collection<RowPlace> places) {
        return at(places, "for update");
    }

    private Map<RowPlace, Counterpart> at(Collection<RowPlace> places, String how) {
        ColumnArrays<RowPlace> rows = new ColumnArrays<>(new TreeSet<>(places));
        Map<RowPlace, Counterpart> found = new HashMap<>();
        statements
                .forRows(rows.size(), AT.formatted(how))
                .param("tenants", rows.text(RowPlace::tenant))
                .param("systems", rows.text(RowPlace::system))
                .param("objects", rows.text(RowPlace::object))
                .param("externalIds", rows.text(RowPlace::externalId))
                .query((row, n) -> of(row))
                .list()
                .forEach(one -> found.put(one.place(), one));
        return found;
    }

    /** The rows with this id that are read as this entity, whatever their object: the living ones first. */
    public List<Counterpart> withId(String tenant, String system, String entity, String externalId) {
        return statements
                .forOne(WITH_ID)
                .param("tenant", tenant)
                .param("system", system)
                .param("entity", entity)
                .param("externalId", externalId)
                .query((row, n) -> of(row))
                .list();
    }

    /**
     * A row of an object that was listed.
     *
     * @param hash of what it shows; null if that cannot be hashed
     */
    public record Listed(String externalId, @Nullable String hash) {}

    /**
     * The numbers of the rows, counted from 0, that do not show what they showed when they were judged last, in no
     * order. One statement for all.
     */
    public Set<Integer> withNews(String tenant, String system, String object, List<Listed> listed) {
        ColumnArrays<Listed> rows = new ColumnArrays<>(listed);
        return Set.copyOf(statements
                .forRows(rows.size(), WITH_NEWS)
                .param("tenant", tenant)
                .param("system", system)
                .param("object", object)
                .param("externalIds", rows.text(Listed::externalId))
                .param("rowHashes", rows.text(Listed::hash))
                .query((row, n) -> row.getInt("n") - 1)
                .list());
    }

    /** The living counterparts of a record, at all systems. */
    public List<Counterpart> of(RecordKey key) {
        return RecordKeySql.one(statements, OF_RECORD, key)
                .query((row, n) -> of(row))
                .list();
    }

    /** The living counterparts of these records at a system. */
    public Map<RecordKey, Counterpart> of(Collection<RecordKey> keys, String system) {
        Map<RecordKey, Counterpart> found = new HashMap<>();
        RecordKeySql.in(statements, OF_RECORDS, keys)
                .param("system", system)
                .query((row, n) -> of(row))
                .list()
                .forEach(one -> one.record().ifPresent(key -> found.put(key, one)));
        return found;
    }

    /**
     * Writes counterparts as they are given.
     *
     * @param keyId the key of their hashes
     */
    public void write(Collection<Counterpart> counterparts, int keyId) {
        if (counterparts.isEmpty()) {
            return;
        }
        ColumnArrays<Counterpart> rows = new ColumnArrays<>(counterparts);
        statements
                .forRows(rows.size(), WRITE)
                .param("keyId", keyId)
                .param("tenants", rows.text(one -> one.place().tenant()))
                .param("systems", rows.text(one -> one.place().system()))
                .param("objects", rows.text(one -> one.place().object()))
                .param("externalIds", rows.text(one -> one.place().externalId()))
                .param("entities", rows.text(Counterpart::entity))
                .param("recordIds", rows.text(one -> one.recordId().orElse(null)))
                .param("rowHashes", rows.text(one -> one.rowHash().orElse(null)))
                .param("fields", rows.text(one -> BaseJson.fields(one.fields())))
                .param("modified", times(rows, Counterpart::modified))
                .param("wroteFrom", times(rows, one -> one.wrote().map(WriteTime::from)))
                .param("wroteUntil", times(rows, one -> one.wrote().map(WriteTime::until)))
                .param("askedAt", times(rows, Counterpart::askedAt))
                .param("carried", rows.booleans(Counterpart::carried))
                .param("sending", rows.text(one -> BaseJson.hashes(one.sending())))
                .param("goneAt", times(rows, Counterpart::goneAt))
                .param("mergedInto", rows.text(one -> one.mergedInto().orElse(null)))
                .param("apart", rows.booleans(Counterpart::apart))
                .update();
    }

    private static @Nullable String[] times(
            ColumnArrays<Counterpart> rows, Function<Counterpart, Optional<Instant>> column) {
        return rows.text(one -> column.apply(one).map(Instant::toString).orElse(null));
    }

    private static Counterpart of(ResultSet row) throws SQLException {
        return new Counterpart(
                new RowPlace(
                        row.getString("tenant"),
                        row.getString("system"),
                        row.getString("object"),
                        row.getString("external_id")),
                row.getString("entity"),
                Optional.ofNullable(row.getString("record_id")),
                Optional.ofNullable(row.getString("row_hash")),
                BaseJson.fields(row.getString("fields")),
                JdbcValues.time(row, "modified"),
                wrote(row),
                JdbcValues.time(row, "asked_at"),
                row.getBoolean("carried"),
                BaseJson.hashes(row.getString("sending")),
                JdbcValues.time(row, "gone_at"),
                Optional.ofNullable(row.getString("merged_into")),
                row.getBoolean("apart"));
    }

    private static Optional<WriteTime> wrote(ResultSet row) throws SQLException {
        @Nullable Timestamp until = row.getTimestamp("wrote_until");
        return JdbcValues.time(row, "wrote_from")
                .map(from -> new WriteTime(from, until == null ? from : until.toInstant()));
    }
}
