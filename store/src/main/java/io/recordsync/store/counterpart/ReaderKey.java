package io.recordsync.store.counterpart;

/** What a reader reads: the rows of one entity of a system, for a tenant. */
public record ReaderKey(String tenant, String system, String entity) {

    @Override
    public String toString() {
        return "%s of %s".formatted(entity, system);
    }
}
