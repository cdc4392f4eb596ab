package io.recordsync.connectors.salesforce;

import io.recordsync.connectors.Write;

/**
 * What a bulk job does with its rows.
 *
 * @param operation Salesforce's name of it
 * @param key the column that identifies a row; results repeat it
 * @param byId whether that is Salesforce's id; otherwise it is our record id
 */
record BulkKind(String operation, String key, boolean byId) {

    private static final String ID = "Id";

    /** Creates records, or writes to those that carry the record ids. */
    static BulkKind upsert(String externalIdField) {
        return new BulkKind("upsert", externalIdField, false);
    }

    /** Creates records, which never writes to one that exists. */
    static BulkKind insert(String externalIdField) {
        return new BulkKind("insert", externalIdField, false);
    }

    /** Writes to the records with these ids, and to no others. */
    static BulkKind update() {
        return new BulkKind("update", ID, true);
    }

    boolean isUpsert() {
        return operation.equals("upsert");
    }

    /** The write's value in the column that identifies its row. */
    String key(Write write) {
        return byId ? write.externalId().orElseThrow() : write.recordId();
    }
}
