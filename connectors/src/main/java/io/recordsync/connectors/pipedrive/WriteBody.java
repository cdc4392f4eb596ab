package io.recordsync.connectors.pipedrive;

import io.recordsync.connectors.Write;
import io.recordsync.connectors.http.VendorJson;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The fields of one write, by Pipedrive's names. A person's e-mail address and phone number are kept apart, because
 * they are entries of lists.
 */
final class WriteBody {

    private final Map<String, @Nullable Object> fields = new HashMap<>();
    private final Map<String, @Nullable Object> custom = new HashMap<>();
    private final Map<ContactPoints, String> entries = new EnumMap<>(ContactPoints.class);
    private final Map<String, Set<String>> names = new HashMap<>();

    /**
     * @param recordIdField the name of the field for the write's record id
     * @throws io.recordsync.connectors.ConnectorException when a field is unknown, or when there is no field for the
     *     record id
     */
    WriteBody(Write write, FieldCatalog catalog, String recordIdField) {
        write.content().forEach((name, value) -> put(catalog, name, value));
        String recordIdKey = catalog.recordId(recordIdField).code();
        if (write.writesRecordId()) {
            custom.put(recordIdKey, write.recordId());
        }
    }

    /** The body without list entries, for a record whose entries are not known. */
    Map<String, @Nullable Object> withoutEntries() {
        Map<String, @Nullable Object> body = new HashMap<>(fields);
        if (!custom.isEmpty()) {
            body.put("custom_fields", custom);
        }
        return body;
    }

    /** Whether the write has list entries. */
    boolean hasEntries() {
        return !entries.isEmpty();
    }

    /** The whole body, for this record. */
    Map<String, @Nullable Object> forRecord(JsonNode record) {
        Map<String, @Nullable Object> body = withoutEntries();
        body.putAll(entriesFor(record));
        return body;
    }

    /** The whole body without null values, because a new record has nothing to clear. */
    Map<String, @Nullable Object> forNewRecord() {
        Map<String, @Nullable Object> body = new HashMap<>(withoutNulls(fields));
        body.put("custom_fields", withoutNulls(custom));
        body.putAll(entriesFor(VendorJson.object()));
        return body;
    }

    /** Only the list entries that this record does not hold as wanted. Empty if it holds all. */
    Map<String, @Nullable Object> entriesFor(JsonNode record) {
        Map<String, @Nullable Object> changed = new HashMap<>();
        entries.forEach((list, value) -> {
            if (!list.isPrimary(record, value)) {
                changed.put(list.member(), list.with(record, value));
            }
        });
        return changed;
    }

    /** The fields by their names in rules, with the names that Pipedrive may use for them. */
    Map<String, Set<String>> names() {
        return names;
    }

    private void put(FieldCatalog catalog, String name, @Nullable Object value) {
        Optional<ContactPoints> list = ContactPoints.named(catalog.object(), name);
        if (list.isPresent()) {
            entries.put(list.get(), value == null ? "" : value.toString());
            names.put(name, list.get().names());
            return;
        }
        FieldCatalog.Field field = catalog.named(name);
        (field.custom() ? custom : fields).put(field.code(), FieldValues.toVendor(field, value));
        names.put(name, Set.of(field.code()));
    }

    private static Map<String, Object> withoutNulls(Map<String, @Nullable Object> all) {
        Map<String, Object> some = new HashMap<>();
        all.forEach((name, value) -> {
            if (value != null) {
                some.put(name, value);
            }
        });
        return some;
    }
}
