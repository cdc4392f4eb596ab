package io.recordsync.store;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One create, update or delete, or a record that was seen, as a door read it. Holds personal data: never logged.
 *
 * <p>What the ledger cannot hold is refused with an {@link IllegalArgumentException}, whose message names the part and holds no content:
 * null characters and broken Unicode anywhere, an empty or overlong name, numbers of hundreds of digits, values nested deeper than 50, and
 * values that JSON does not know. The door makes it a dead letter.
 *
 * @param eventKey the event's identity within its record: a second change with the same key is repeated; at most 1000 bytes
 * @param source who says so; versions are compared within one source; at most 255 bytes
 * @param form whether {@code fields} are all of the record's, or those that changed
 * @param version the change's age by its source; null where the source does not say, then the order of arrival counts
 * @param fields JSON-like values by name; null clears a field; ignored for a delete
 * @param unspoken fields that a snapshot says nothing of: they are neither set nor taken away
 * @param place where it stands in a log that keeps the order of its source's changes: what stands later in it is newer, whatever the
 *     versions say; null where no order is kept
 * @param door where it came in, unique for each arrival: {@code kafka:topic/3@1234}; at most 500 bytes
 */
public record Change(
        String eventKey,
        RecordKey key,
        String source,
        Operation operation,
        Form form,
        @Nullable Version version,
        Map<String, @Nullable Object> fields,
        Set<String> unspoken,
        @Nullable LogPlace place,
        String door) {

    public Change {
        StorableValues.name("the event id", eventKey, 1000);
        StorableValues.name("the source", source, 255);
        StorableValues.name("the door", door, 500);
        fields = Collections.unmodifiableMap(StorableValues.fields(fields));
        unspoken = unspoken.stream().map(StorableValues::fieldName).collect(Collectors.toUnmodifiableSet());
    }

    /** A change that speaks of all that its form says, and came by a door that keeps no order. */
    public Change(
            String eventKey,
            RecordKey key,
            String source,
            Operation operation,
            Form form,
            @Nullable Version version,
            Map<String, @Nullable Object> fields,
            String door) {
        this(eventKey, key, source, operation, form, version, fields, Set.of(), null, door);
    }

    public enum Operation {
        CREATE,
        UPDATE,
        DELETE,
        /** The source says that the record exists, and what it holds. It creates a record, but revives none that another source deleted. */
        OBSERVED
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
