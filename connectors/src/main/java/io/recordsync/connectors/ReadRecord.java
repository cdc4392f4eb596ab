package io.recordsync.connectors;

import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A record as a system holds it. It contains personal data and is never logged.
 *
 * @param externalId the system's own id
 * @param recordId our record id, if the record carries one
 * @param modified when the record last changed or was deleted, according to the system; empty if the system does not
 *     say
 * @param deleted whether the record was deleted; such a record has no content
 * @param content the values by the vendor's field names
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

    /** A record that was deleted. */
    public static ReadRecord deleted(String externalId, Optional<String> recordId, Optional<Instant> when) {
        return new ReadRecord(externalId, recordId, when, true, Map.of());
    }

    @Override
    public String toString() {
        return "%s%s".formatted(externalId, deleted ? ", deleted" : "");
    }
}
