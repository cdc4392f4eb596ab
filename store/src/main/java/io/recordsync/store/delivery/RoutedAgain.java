package io.recordsync.store.delivery;

import io.recordsync.store.ledger.RecordKey;
import io.recordsync.store.ledger.RecordKeySql;
import io.recordsync.store.sql.Statements;
import java.util.Collection;

/**
 * Raises the revisions of records that have not changed, so that they are routed again and each delivery is
 * checked.
 */
public final class RoutedAgain {

    /** The new revision belongs to no event. Its outcome counts for the change that the record had before. */
    private static final String SQL = """
            , taken as (
                -- All of them exist. An insert that meets a conflict locks them in the order of their keys, and sees
                -- what was written meanwhile.
                insert into image as i (tenant, entity, record_id)
                select tenant, entity, record_id from wanted order by tenant, entity, record_id
                on conflict (tenant, entity, record_id) do update
                set revision = i.revision + 1, changed_at = now(), nudged_at = now()
                %s
                returning tenant, entity, record_id, revision),
            noted as (
                insert into routed_again (tenant, entity, record_id, revision, of_revision)
                select tenant, entity, record_id, revision,
                       coalesce((select of_revision from routed_again a
                                 where (a.tenant, a.entity, a.record_id) = (t.tenant, t.entity, t.record_id)
                                   and a.revision = t.revision - 1), revision - 1)
                from taken t)
            select tenant, entity, record_id, revision from taken
            """;

    private static final String ALL = sql("");

    private RoutedAgain() {}

    /** @param where which of the {@code wanted} images {@code i} are taken */
    static String sql(String where) {
        return SQL.formatted(where);
    }

    /**
     * Raises the revisions of these records, whose images exist. A delivery whose content is the same costs no
     * call.
     */
    public static void take(Statements statements, Collection<RecordKey> keys) {
        if (!keys.isEmpty()) {
            RecordKeySql.in(statements, ALL, keys).query(row -> {});
        }
    }
}
