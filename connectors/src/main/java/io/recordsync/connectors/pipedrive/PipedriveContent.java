package io.recordsync.connectors.pipedrive;

import io.recordsync.connectors.ReadRecord;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Turns the records in Pipedrive's answers into records with the names of rules. */
final class PipedriveContent {

    private PipedriveContent() {}

    /**
     * The record with those of the fields that the answer has. Pipedrive answers null, or an empty list, for a field
     * that has no value.
     *
     * @param recordIdField the name of the field for our record id
     */
    static ReadRecord readRecord(
            JsonNode record, FieldCatalog catalog, String recordIdField, Collection<String> names) {
        Map<String, @Nullable Object> content = new HashMap<>();
        names.forEach(name -> ContactPoints.named(catalog.object(), name)
                .ifPresentOrElse(
                        list -> putPrimary(content, record, list), () -> putField(content, record, catalog, name)));
        return new ReadRecord(id(record), recordId(record, catalog, recordIdField), modified(record), false, content);
    }

    static ReadRecord deleted(JsonNode record, FieldCatalog catalog, String recordIdField) {
        return ReadRecord.deleted(id(record), recordId(record, catalog, recordIdField), modified(record));
    }

    /** Whether Pipedrive has marked the record as deleted. */
    static boolean isDeleted(JsonNode record) {
        return record.path("is_deleted").asBoolean(false);
    }

    /** When the record last changed; empty if the answer does not say. */
    static Optional<Instant> modified(JsonNode record) {
        try {
            return record.path("update_time").asStringOpt().map(Instant::parse);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static String id(JsonNode record) {
        return record.path("id").asString();
    }

    private static Optional<String> recordId(JsonNode record, FieldCatalog catalog, String recordIdField) {
        return record.path("custom_fields")
                .path(catalog.recordId(recordIdField).code())
                .asStringOpt();
    }

    private static void putPrimary(Map<String, @Nullable Object> content, JsonNode person, ContactPoints list) {
        if (person.has(list.member())) {
            content.put(list.ruleName(), orNull(list.primary(person)));
        }
    }

    private static void putField(
            Map<String, @Nullable Object> content, JsonNode record, FieldCatalog catalog, String name) {
        FieldCatalog.Field field = catalog.named(name);
        JsonNode holder = field.custom() ? record.path("custom_fields") : record;
        if (holder.has(field.code())) {
            content.put(name, orNull(FieldValues.fromVendor(holder.path(field.code()))));
        }
    }

    private static @Nullable Object orNull(@Nullable Object value) {
        return "".equals(value) ? null : value;
    }
}
