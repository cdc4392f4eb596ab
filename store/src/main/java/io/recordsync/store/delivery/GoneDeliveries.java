package io.recordsync.store.delivery;

import io.recordsync.store.ledger.RecordKey;
import io.recordsync.store.ledger.RecordKeySql;
import io.recordsync.store.sql.ColumnArrays;
import io.recordsync.store.sql.Statements;
import java.util.ArrayList;
import java.util.Map;
import java.util.Map.Entry;

/** What becomes of a delivery when its row at the system is gone. */
public final class GoneDeliveries {

    /** The rows are locked by this transaction already. */
    private static final String END = """
            update delivery as d
            -- What the system held of the record went with the row.
            set content_hash = null, external_id = null, object = null, linked = false, in_doubt = false,
                in_doubt_until = null, error_code = null, next_attempt_at = null,
                state = case when w.state <> 'ended' then w.state
                             -- A delete that is still due has nothing to do any more. The next create is made.
                             when d.settled_revision < d.due_revision then 'deleted'
                             else d.state end,
                settled_revision = case when w.state = 'ended' then d.due_revision else d.settled_revision end
            from unnest(:tenants::text[], :entities::text[], :recordIds::text[], :states::text[])
                 as w (tenant, entity, record_id, state)
            where d.tenant = w.tenant and d.entity = w.entity and d.record_id = w.record_id and d.system = :system
            """;

    /** The rows are locked by this transaction already. */
    private static final String MOVE = """
            update delivery as d
            set content_hash = null, external_id = w.external_id, linked = true,
                state = case d.state when 'gone' then 'due' else d.state end
            from unnest(:tenants::text[], :entities::text[], :recordIds::text[], :externalIds::text[])
                 as w (tenant, entity, record_id, external_id)
            where d.tenant = w.tenant and d.entity = w.entity and d.record_id = w.record_id and d.system = :system
            """;

    private final Statements statements;

    public GoneDeliveries(Statements statements) {
        this.statements = statements;
    }

    /** What follows for the delivery. */
    public enum Next {
        /** Nothing is sent before the row is there again, or a person wants it to be made again. */
        GONE("gone"),
        /** The row is made again. */
        DUE("due"),
        /** The record was deleted with its row. */
        DELETED("deleted"),
        /** The record was deleted before. */
        ENDED("ended");

        private final String stored;

        Next(String stored) {
            this.stored = stored;
        }
    }

    /** Forgets what the system held of these records. Their deliveries are locked. */
    public void end(Map<RecordKey, Next> rows, String system) {
        if (!rows.isEmpty()) {
            ColumnArrays<Entry<RecordKey, Next>> columns = new ColumnArrays<>(new ArrayList<>(rows.entrySet()));
            RecordKeySql.of(statements, END, columns, Entry::getKey)
                    .param("states", columns.text(one -> one.getValue().stored))
                    .param("system", system)
                    .update();
        }
    }

    /** The records have other rows there. Their deliveries are locked. */
    public void move(Map<RecordKey, String> rows, String system) {
        if (!rows.isEmpty()) {
            ColumnArrays<Entry<RecordKey, String>> columns = new ColumnArrays<>(new ArrayList<>(rows.entrySet()));
            RecordKeySql.of(statements, MOVE, columns, Entry::getKey)
                    .param("externalIds", columns.text(Entry::getValue))
                    .param("system", system)
                    .update();
        }
    }
}
