package io.recordsync.simulator.pipedrive;

import io.recordsync.simulator.edits.UserInterface;
import io.recordsync.simulator.http.Json;
import io.recordsync.simulator.pipedrive.PipedriveSchema.Field;
import io.recordsync.simulator.pipedrive.PipedriveSchema.Kind;
import io.recordsync.simulator.pipedrive.PipedriveSchema.Type;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What people type in Pipedrive's user interface, as the store keeps it. */
final class PipedriveTyped {

    private PipedriveTyped() {}

    /** A person edits the primary entry of a list; the others stay. */
    static Map<String, String> stored(String type, Map<String, String> before, Map<String, String> typed) {
        Map<String, String> stored = new LinkedHashMap<>();
        typed.forEach((name, value) -> {
            Field field = field(type, name);
            stored.put(name, value);
            String all = before.getOrDefault(name + PipedriveReplies.ENTRIES, "");
            if (field.kind() == Kind.ENTRIES && !all.isEmpty()) {
                stored.put(name + PipedriveReplies.ENTRIES, value.isEmpty() ? "" : Json.write(changed(all, value)));
            }
        });
        return stored;
    }

    private static ArrayNode changed(String entries, String primary) {
        ArrayNode changed = Json.array();
        for (JsonNode entry : Json.read(entries)) {
            boolean isPrimary = entry.path("primary").asBoolean(false);
            changed.add(isPrimary ? ((ObjectNode) entry).put("value", primary) : entry);
        }
        return changed;
    }

    private static Field field(String type, String name) {
        return PipedriveSchema.type(type).map(Type::fields).stream()
                .flatMap(
                        fields -> fields.stream().filter(field -> field.stored().equals(name)))
                .findFirst()
                .orElseThrow(() -> UserInterface.unknown(type, name));
    }
}
