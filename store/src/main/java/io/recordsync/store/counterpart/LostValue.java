package io.recordsync.store.counterpart;

import io.recordsync.store.ledger.RecordKey;
import org.jspecify.annotations.Nullable;

/**
 * A value that gave way to the other side's. It is kept, so that nobody's edit is lost. Contains personal data, so it
 * is never logged.
 *
 * @param system the system with which the values differed
 * @param source whose value it was
 * @param value the value that gave way
 * @param after the value that came instead
 */
public record LostValue(
        RecordKey key,
        String path,
        String system,
        String source,
        long revision,
        @Nullable Object value,
        @Nullable Object after) {

    @Override
    public String toString() {
        return "%s of %s".formatted(path, key);
    }
}
