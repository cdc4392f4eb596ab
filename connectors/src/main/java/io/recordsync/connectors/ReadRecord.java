package io.recordsync.connectors;

import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A record as a system holds it. It contains personal data and is never logged.
 *
 * @param externalId the system's own id
 * @param recordId our record id, if the record carries one
 * @param modified when the record last changed or was deleted, according to the system; empty if the system does not
 *     say
 * @param deleted whether the record was deleted; such a record has no content
 * @param content the values by the vendor's field names; a field that the answer does not contain is absent, and one
 *     that is empty at the system is null
 * @param mergedInto the id of the row into which the vendor merged a deleted one, if the vendor tells
 */
public record ReadRecord(
        String externalId,
        Optional<String> recordId,
        Optional<Instant> modified,
        boolean deleted,
        Map<String, @Nullable Object> content,
        Optional<String> mergedInto) {

    public ReadRecord {
        recordId = recordId.filter(id -> !id.isEmpty());
        content = Collections.unmodifiableMap(new HashMap<>(content));
    }

    /** A record that was not merged into another one. */
    public ReadRecord(
            String externalId,
            Optional<String> recordId,
            Optional<Instant> modified,
            boolean deleted,
            Map<String, @Nullable Object> content) {
        this(externalId, recordId, modified, deleted, content, Optional.empty());
    }

    /** A record that was deleted. */
    public static ReadRecord deleted(String externalId, Optional<String> recordId, Optional<Instant> when) {
        return new ReadRecord(externalId, recordId, when, true, Map.of());
    }

    /** A row that the vendor merged into another one, so that only the other one is there. */
    public static ReadRecord merged(String externalId, String into) {
        return new ReadRecord(externalId, Optional.empty(), Optional.empty(), true, Map.of(), Optional.of(into));
    }

    @Override
    public String toString() {
        return "%s%s".formatted(externalId, deleted ? ", deleted" : "");
    }

    /** The record as if the system did not show these fields. */
    public ReadRecord without(Set<String> fields) {
        Map<String, @Nullable Object> rest = new LinkedHashMap<>(content);
        rest.keySet().removeAll(fields);
        return new ReadRecord(externalId, recordId, modified, deleted, rest, mergedInto);
    }
}
