package io.recordsync.store.ledger;

import java.time.Instant;
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
 * @param madeAt when the change was made, for a change without a version: the time of a row that was read from a
 *     system. It never decides whether the change counts; null if it is not known
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
        String door,
        @Nullable Instant madeAt) {

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
            String door,
            @Nullable Instant madeAt) {
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
        this.madeAt = madeAt;
    }

    /** A change whose age is told by its version alone. */
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
        this(eventKey, key, source, operation, form, version, fields, unspoken, place, door, null);
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

    /** A change that alters nothing but the revision, so that the record is delivered again. */
    public static Change touch(String eventKey, RecordKey key, String door) {
        return new Change(eventKey, key, Sources.RESEND, Operation.UPDATE, Form.PATCH, null, Map.of(), door);
    }

    boolean isTouch() {
        return source.equals(Sources.RESEND);
    }

    /**
     * Whether the source reports what it holds, again and again. Such a source says something new only with another
     * value. What was read from a system, what a person decided and what recordsync does itself is news each time.
     */
    boolean isReport() {
        return form == Form.SNAPSHOT && Sources.isProducer(source);
    }

    @Override
    public String toString() {
        return "%s of %s (%s)".formatted(operation, key, eventKey);
    }
}
