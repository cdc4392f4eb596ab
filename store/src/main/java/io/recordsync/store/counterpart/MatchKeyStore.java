package io.recordsync.store.counterpart;

import io.recordsync.store.ledger.RecordKey;
import io.recordsync.store.ledger.RecordKeySql;
import io.recordsync.store.sql.ColumnArrays;
import io.recordsync.store.sql.Statements;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The values by which living records are recognised, as hashes. */
public final class MatchKeyStore {

    /** Of how many records of one value the ids are read. More than one are not told apart in any case. */
    private static final int MOST = 5;

    private static final String GIVEN = """
            select tenant, entity, record_id, name, hash
            from unnest(:tenants::text[], :entities::text[], :recordIds::text[], :names::text[], :hashes::text[])
                 as w (tenant, entity, record_id, name, hash)
            """;

    private static final String REMOVE_OTHERS = """
            delete from match_key
            where ctid = any (array(
                select m.ctid
                from (select distinct tenant, entity, record_id
                      from unnest(:tenants::text[], :entities::text[], :recordIds::text[])
                           as k (tenant, entity, record_id)) as w
                cross join lateral (
                    select ctid, tenant, entity, name, hash, record_id from match_key
                    where tenant = w.tenant and entity = w.entity and record_id = w.record_id
                    offset 0) as m
                where not exists (
                    select from unnest(:keptTenants::text[], :keptEntities::text[], :keptRecordIds::text[],
                                       :keptNames::text[], :keptHashes::text[])
                         as g (tenant, entity, record_id, name, hash)
                    where g.tenant = m.tenant and g.entity = m.entity and g.record_id = m.record_id
                      and g.name = m.name and g.hash = m.hash)))
            """;

    private static final String ADD = "insert into match_key (tenant, entity, record_id, name, hash)\n" + GIVEN + """
            order by tenant collate "C", entity collate "C", name collate "C", hash collate "C", record_id collate "C"
            on conflict do nothing
            """;

    private static final String FIND = """
            select w.name, w.hash, m.record_id
            from unnest(:names::text[], :hashes::text[]) as w (name, hash)
            cross join lateral (
                select record_id from match_key
                where tenant = :tenant and entity = :entity and name = w.name and hash = w.hash
                order by record_id limit :most) as m
            """;

    private final Statements statements;

    public MatchKeyStore(Statements statements) {
        this.statements = statements;
    }

    private record Row(RecordKey key, MatchKey value) {}

    /**
     * Replaces the keys of these records. To be called while their images are locked.
     *
     * @param keys all keys of each record; none for one that is deleted
     */
    public void write(Map<RecordKey, Set<MatchKey>> keys) {
        if (keys.isEmpty()) {
            return;
        }
        List<Row> all = keys.entrySet().stream()
                .flatMap(record -> record.getValue().stream().map(value -> new Row(record.getKey(), value)))
                .toList();
        removeOthers(keys.keySet(), new ColumnArrays<>(all));
        if (!all.isEmpty()) {
            ColumnArrays<Row> rows = new ColumnArrays<>(all);
            RecordKeySql.of(statements, ADD, rows, Row::key)
                    .param("names", rows.text(row -> row.value().name()))
                    .param("hashes", rows.text(row -> row.value().hash()))
                    .update();
        }
    }

    private void removeOthers(Collection<RecordKey> keys, ColumnArrays<Row> kept) {
        RecordKeySql.of(statements, REMOVE_OTHERS, new ColumnArrays<>(keys), key -> key)
                .param("keptTenants", kept.text(row -> row.key().tenant()))
                .param("keptEntities", kept.text(row -> row.key().entity()))
                .param("keptRecordIds", kept.text(row -> row.key().recordId()))
                .param("keptNames", kept.text(row -> row.value().name()))
                .param("keptHashes", kept.text(row -> row.value().hash()))
                .update();
    }

    /**
     * The ids of the living records of each key; of at most five records for each. Until the transaction ends, no other
     * one finds or misses keys of the entity: two that miss the same key would make the same person twice. To be called
     * before any image is locked.
     */
    public Map<MatchKey, Set<String>> findAlone(String tenant, String entity, Collection<MatchKey> keys) {
        if (keys.isEmpty()) {
            return Map.of();
        }
        statements
                .forOne("select pg_advisory_xact_lock(hashtextextended(:name, 0))")
                .param("name", String.join("/", "match_key", tenant, entity))
                .query(row -> {});
        return find(tenant, entity, keys);
    }

    /** The same without a lock, and only as true as when it is asked. */
    public Map<MatchKey, Set<String>> find(String tenant, String entity, Collection<MatchKey> keys) {
        if (keys.isEmpty()) {
            return Map.of();
        }
        ColumnArrays<MatchKey> rows = new ColumnArrays<>(Set.copyOf(keys));
        Map<MatchKey, Set<String>> found = new HashMap<>();
        statements
                .forRows(rows.size(), FIND)
                .param("names", rows.text(MatchKey::name))
                .param("hashes", rows.text(MatchKey::hash))
                .param("tenant", tenant)
                .param("entity", entity)
                .param("most", MOST)
                .query(row -> {
                    found.computeIfAbsent(
                                    new MatchKey(row.getString("name"), row.getString("hash")), key -> new TreeSet<>())
                            .add(row.getString("record_id"));
                });
        return found;
    }
}
