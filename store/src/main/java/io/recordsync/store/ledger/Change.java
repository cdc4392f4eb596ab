package io.recordsync.store.ledger;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One create, update or delete of a record, or an observation that it exists, as an entry point read it. Contains
 * personal data, so it is never logged.
 *
 * <p>A change that the ledger cannot store is refused with an {@link IllegalArgumentException}, whose message names the
 * part and contains no content. Refused are null characters and invalid Unicode anywhere, an empty or too long name,
 * numbers with hundreds of digits, values that are nested more than 50 levels deep, and values that JSON does not have.
 * The entry point makes such a change a dead letter.
 *
 * @param eventKey the event's identity within its record: a second change with the same key is a repeat; at most 1000
 *     bytes
 * @param source the source of the change; versions are compared within one source; at most 255 bytes
 * @param form whether {@code fields} are all fields of the record, or those that changed
 * @param version the change's age as its source gives it; null if the source gives none, and then the order of arrival
 *     counts
 * @param fields JSON-like values by name; null clears a field; ignored for a delete
 * @param unspoken the fields that a snapshot does not cover: they are neither set nor removed
 * @param place the change's position in a log that keeps the order of its source's changes: a later position is newer,
 *     whatever the versions say; null if no order is kept
 * @param door the message position where the change came in, unique for each arrival, such as
 *     {@code kafka:topic/3@1234}; at most 500 bytes
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

    // Explicit, because javac does not tell other modules that a compact constructor takes null values.
    public Change(
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
        StorableValues.name("the event id", eventKey, 1000);
        StorableValues.name("the source", source, 255);
        StorableValues.name("the door", door, 500);
        this.eventKey = eventKey;
        this.key = key;
        this.source = source;
        this.operation = operation;
        this.form = form;
        this.version = version;
        this.fields = Collections.unmodifiableMap(StorableValues.fields(fields));
        unspoken.forEach(StorableValues::fieldName);
        this.unspoken = Set.copyOf(unspoken);
        this.place = place;
        this.door = door;
    }

    /** A change without unspoken fields, from an entry point that keeps no order. */
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
        /**
         * The source says that the record exists, and what it contains. This creates a record, but not one that another
         * source has deleted.
         */
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
