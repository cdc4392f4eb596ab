package io.recordsync.store;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One create, update or delete, as a door read it. Holds personal data: never logged.
 *
 * @param eventKey the event's identity within the tenant: a second change with the same key is repeated
 * @param source who says so; versions are compared within one source
 * @param form whether {@code fields} are all of the record's, or those that changed
 * @param version the change's age by its source; null where the source does not say, then the order of arrival counts
 * @param fields JSON-like values by name; null clears a field
 * @param door where it came in, unique for each arrival: {@code kafka:topic/3@1234}
 */
public record Change(
        String eventKey,
        RecordKey key,
        String source,
        Operation operation,
        Form form,
        @Nullable Version version,
        Map<String, @Nullable Object> fields,
        String door) {

    public Change {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    public enum Operation {
        CREATE,
        UPDATE,
        DELETE
    }

    public enum Form {
        SNAPSHOT,
        PATCH
    }

    @Override
    public String toString() {
        return "%s of %s (%s)".formatted(operation, key, eventKey);
    }
}
