package io.recordsync.store.ledger;

import java.util.Comparator;

/**
 * Identifies one record. Each part has 1 to 255 bytes of valid Unicode without a null character; other values are
 * refused.
 */
public record RecordKey(String tenant, String entity, String recordId) implements Comparable<RecordKey> {

    private static final int MAX_BYTES = 255;

    private static final Comparator<RecordKey> ORDER = Comparator.comparing(RecordKey::tenant)
            .thenComparing(RecordKey::entity)
            .thenComparing(RecordKey::recordId);

    public RecordKey {
        StorableValues.name("the tenant", tenant, MAX_BYTES);
        StorableValues.name("the entity", entity, MAX_BYTES);
        StorableValues.name("the record id", recordId, MAX_BYTES);
    }

    @Override
    public int compareTo(RecordKey other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return tenant + "/" + entity + "/" + recordId;
    }
}
