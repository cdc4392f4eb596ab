package io.recordsync.store.counterpart;

import io.recordsync.store.sql.ColumnArrays;
import io.recordsync.store.sql.Statements;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What calls send to rows, while their answers are not known. A row that shows such a value later shows no edit, and a
 * value that a lost call may have written is sent again.
 */
public final class Sendings {

    private static final String NOTE = """
            -- The rows exist. An insert that meets a conflict looks up each by its key, and locks them in order.
            insert into counterpart as c (tenant, system, object, external_id, entity, key_id, sending)
            select tenant, system, object, external_id, entity, :keyId, sending::jsonb
            from unnest(:tenants::text[], :systems::text[], :objects::text[], :externalIds::text[], :entities::text[],
                        :sending::text[]) as w (tenant, system, object, external_id, entity, sending)
            order by tenant collate "C", system collate "C", object collate "C", external_id collate "C"
            on conflict (tenant, system, object, external_id) do update set sending = excluded.sending
            """;

    private final Statements statements;

    public Sendings(Statements statements) {
        this.statements = statements;
    }

    /**
     * Notes what is sent to rows, in place of what was noted before.
     *
     * @param sent the hashes of the values of each row, by the vendor's field
     * @param keyId the key of the hashes
     */
    public void note(Map<Counterpart, Map<String, String>> sent, int keyId) {
        if (sent.isEmpty()) {
            return;
        }
        List<Map.Entry<Counterpart, Map<String, String>>> all = new ArrayList<>(sent.entrySet());
        ColumnArrays<Map.Entry<Counterpart, Map<String, String>>> rows = new ColumnArrays<>(all);
        statements
                .forRows(rows.size(), NOTE)
                .param("keyId", keyId)
                .param("tenants", rows.text(one -> one.getKey().place().tenant()))
                .param("systems", rows.text(one -> one.getKey().place().system()))
                .param("objects", rows.text(one -> one.getKey().place().object()))
                .param("externalIds", rows.text(one -> one.getKey().place().externalId()))
                .param("entities", rows.text(one -> one.getKey().entity()))
                .param("sending", rows.text(one -> BaseJson.hashes(one.getValue())))
                .update();
    }

    /** Notes again what was noted before the calls, because these had no effect. */
    public void restore(Collection<Counterpart> before, int keyId) {
        Map<RowPlace, Counterpart> rows = new TreeMap<>();
        before.forEach(row -> rows.put(row.place(), row));
        Map<Counterpart, Map<String, String>> sent = new LinkedHashMap<>();
        rows.values().forEach(row -> sent.put(row, row.sending()));
        note(sent, keyId);
    }
}
