package io.recordsync.store;

import java.util.Comparator;

/** Names one record. Its natural order is the order in which rows are locked, so that two transactions never wait for each other. */
public record RecordKey(String tenant, String entity, String recordId) implements Comparable<RecordKey> {

    private static final Comparator<RecordKey> ORDER = Comparator.comparing(RecordKey::tenant)
            .thenComparing(RecordKey::entity)
            .thenComparing(RecordKey::recordId);

    @Override
    public int compareTo(RecordKey other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return tenant + "/" + entity + "/" + recordId;
    }
}
