package io.recordsync.store.counterpart;

import io.recordsync.store.ledger.RecordKey;
import io.recordsync.store.sql.Statements;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The rows that cannot be a record's only because the record has another row at the system. */
public final class AmbiguousRows {

    private static final String OF_RECORDS = """
            select k.external_id, k.ours ->> 0 as record_id
            from conflict as k
            join counterpart as c
              on c.tenant = k.tenant and c.system = k.system and c.object = :object and c.external_id = k.external_id
            where k.tenant = :tenant and k.system = :system and k.entity = :entity and k.path = '*'
              and k.kind = 'ambiguous' and k.closed_at is null
              and jsonb_array_length(k.ours) = 1 and k.ours ->> 0 = any(:recordIds::text[])
              and c.gone_at is null and c.record_id is null
            order by k.external_id
            """;

    private final Statements statements;

    public AmbiguousRows(Statements statements) {
        this.statements = statements;
    }

    /**
     * The rows of the same object that can be no other record's than these, by record.
     *
     * @param like a row of the system and its object
     */
    public Map<RecordKey, List<String>> of(RowPlace like, String entity, Collection<RecordKey> records) {
        Map<RecordKey, List<String>> found = new HashMap<>();
        statements
                .forRows(records.size(), OF_RECORDS)
                .param("tenant", like.tenant())
                .param("system", like.system())
                .param("object", like.object())
                .param("entity", entity)
                .param("recordIds", records.stream().map(RecordKey::recordId).toArray(String[]::new))
                .query(row -> {
                    found.computeIfAbsent(
                                    new RecordKey(like.tenant(), entity, row.getString("record_id")),
                                    key -> new ArrayList<>())
                            .add(row.getString("external_id"));
                });
        return found;
    }
}
