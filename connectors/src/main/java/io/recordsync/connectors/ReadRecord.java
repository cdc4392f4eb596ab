package io.recordsync.connectors;

import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A record as a system holds it. Holds personal data: never logged.
 *
 * @param externalId the system's own id
 * @param recordId our record id, where the record carries one
 * @param modified when the system says that it last changed, or was deleted; empty where it does not say
 * @param deleted whether it is gone; such a record has no content
 * @param content vendor field to value
 */
public record ReadRecord(
        String externalId,
        Optional<String> recordId,
        Optional<Instant> modified,
        boolean deleted,
        Map<String, @Nullable Object> content) {

    public ReadRecord {
        recordId = recordId.filter(id -> !id.isEmpty());
        content = Collections.unmodifiableMap(new HashMap<>(content));
    }

    /** A record that is gone. */
    public static ReadRecord deleted(String externalId, Optional<String> recordId, Optional<Instant> when) {
        return new ReadRecord(externalId, recordId, when, true, Map.of());
    }

    @Override
    public String toString() {
        return "%s%s".formatted(externalId, deleted ? ", deleted" : "");
    }
}
