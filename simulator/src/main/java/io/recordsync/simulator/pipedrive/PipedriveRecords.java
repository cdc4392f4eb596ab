package io.recordsync.simulator.pipedrive;

import io.recordsync.simulator.faults.Faults;
import io.recordsync.simulator.http.Json;
import io.recordsync.simulator.pipedrive.PipedriveSchema.Field;
import io.recordsync.simulator.pipedrive.PipedriveSchema.Kind;
import io.recordsync.simulator.pipedrive.PipedriveSchema.Type;
import io.recordsync.simulator.store.Arrival;
import io.recordsync.simulator.store.CrmStore;
import io.recordsync.simulator.store.StoredObject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/**
 * Pipedrive's handling of one object. Nothing is unique: a repeated create makes a second object. Must be called
 * atomically.
 */
final class PipedriveRecords {

    private static final int MAX_TEXT_LENGTH = 255;

    private final CrmStore store;
    private final Faults faults;

    PipedriveRecords(CrmStore store, Faults faults) {
        this.store = store;
        this.faults = faults;
    }

    StoredObject create(Type type, JsonNode body, Arrival arrival) {
        Map<String, String> content = content(type, null, body, arrival);
        return store.create(type.name(), content, arrival);
    }

    StoredObject update(Type type, String id, JsonNode body, Arrival arrival) {
        StoredObject object = find(type, id);
        return store.update(object, content(type, object, body, arrival), arrival);
    }

    StoredObject delete(Type type, String id, Arrival arrival) {
        StoredObject object = find(type, id);
        store.delete(object, arrival);
        return object;
    }

    /** @throws PipedriveRefusal 404 when there is no such object */
    StoredObject find(Type type, String id) {
        return store.byId(type.name(), id).orElseThrow(PipedriveRefusal::notFound);
    }

    private Map<String, String> content(Type type, @Nullable StoredObject object, JsonNode body, Arrival arrival) {
        Map<String, String> content = new LinkedHashMap<>();
        try {
            read(type, body, content);
            requireName(type, object == null, body);
            requireAccepted(object, content);
            return content;
        } catch (PipedriveRefusal e) {
            store.refuse(type.name(), object, content, e.reason(), arrival);
            throw e;
        }
    }

    private static void read(Type type, JsonNode body, Map<String, String> content) {
        if (!body.isObject()) {
            throw PipedriveRefusal.invalid("body", "must be an object");
        }
        body.properties().forEach(member -> {
            if (member.getKey().equals("custom_fields")) {
                member.getValue().properties().forEach(custom -> {
                    Field field = known(type.customField(custom.getKey()), custom.getKey());
                    put(content, field, custom.getValue());
                });
            } else {
                requireContactSync(member.getKey());
                put(content, known(type.field(member.getKey()), member.getKey()), member.getValue());
            }
        });
    }

    private static void requireContactSync(String name) {
        if (PipedriveSchema.CONTACT_SYNC.contains(name)) {
            throw PipedriveRefusal.contactSync(name);
        }
    }

    private static Field known(Optional<Field> field, String name) {
        return field.orElseThrow(() -> PipedriveRefusal.invalid(name, "unknown field"));
    }

    private static void put(Map<String, String> content, Field field, JsonNode value) {
        if (field.kind() == Kind.ENTRIES) {
            putEntries(content, field, value);
        } else {
            content.put(field.stored(), value.isNull() ? "" : text(field, value));
        }
    }

    private static String text(Field field, JsonNode value) {
        boolean fits = switch (field.kind()) {
            case TEXT -> value.isString() && value.asString().length() <= MAX_TEXT_LENGTH;
            case WHOLE -> value.isIntegralNumber();
            case NUMBER -> value.isNumber();
            case FLAG -> value.isBoolean();
            case LIST -> value.isArray() && value.valueStream().allMatch(JsonNode::isIntegralNumber);
            case ADDRESS -> value.path("value").isString();
            case ENTRIES -> false;
        };
        if (!fits || (field.kind() == Kind.LIST && field.custom() && value.isEmpty())) {
            throw PipedriveRefusal.invalid(field.code(), "wrong type or length");
        }
        return switch (field.kind()) {
            case ADDRESS -> value.path("value").asString();
            case LIST -> value.isEmpty() ? "" : Json.write(value);
            case FLAG -> value.asBoolean() ? value.asString() : "";
            default -> value.asString();
        };
    }

    /** The store keeps the primary entry in the field itself, and all entries in a second field. */
    private static void putEntries(Map<String, String> content, Field field, JsonNode entries) {
        if (!entries.isArray()) {
            throw PipedriveRefusal.invalid(field.code(), "must be an array");
        }
        ArrayNode all = Json.array();
        String primary = "";
        for (JsonNode entry : entries) {
            String value = entry.path("value").asString("");
            requireEntry(field, value);
            boolean first = primary.isEmpty() && isPrimary(entry, entries);
            primary = first ? value : primary;
            all.add(Json.object()
                    .put("value", value)
                    .put("primary", first)
                    .put("label", entry.path("label").asString("work")));
        }
        content.put(field.stored(), primary);
        content.put(field.stored() + PipedriveReplies.ENTRIES, all.size() < 2 ? "" : Json.write(all));
    }

    private static boolean isPrimary(JsonNode entry, JsonNode all) {
        boolean marked = all.valueStream().anyMatch(each -> each.path("primary").asBoolean(false));
        return !marked || entry.path("primary").asBoolean(false);
    }

    private static void requireEntry(Field field, String value) {
        boolean address = !field.code().equals("emails") || value.matches("[^@\\s]+@[^@\\s]+");
        if (value.isEmpty() || !address) {
            throw PipedriveRefusal.invalid(field.code(), "the value is not valid");
        }
    }

    private static void requireName(Type type, boolean creates, JsonNode body) {
        boolean given = body.has(type.required());
        if (creates != given && !given
                || given && body.path(type.required()).asString("").isEmpty()) {
            throw PipedriveRefusal.invalid(type.required(), "is required");
        }
    }

    private void requireAccepted(@Nullable StoredObject object, Map<String, String> content) {
        String before = object == null ? "" : object.field(PipedriveSchema.RECORD_ID);
        if (faults.refuses(content.getOrDefault(PipedriveSchema.RECORD_ID, before))) {
            throw PipedriveRefusal.invalid("custom_fields", "the company's rules do not allow this record");
        }
    }
}
