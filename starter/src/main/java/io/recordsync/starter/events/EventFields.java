package io.recordsync.starter.events;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Converts a JSON object to the fields of a change. Empty text becomes null on every level. */
final class EventFields {

    private EventFields() {}

    /** @param envelope the names of fields that are not data */
    static Map<String, @Nullable Object> of(Part part, Set<String> envelope) {
        Map<String, @Nullable Object> fields = fields(part.node());
        fields.keySet().removeAll(envelope);
        return fields;
    }

    private static Map<String, @Nullable Object> fields(JsonNode object) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        object.properties().forEach(field -> fields.put(field.getKey(), value(field.getValue())));
        return fields;
    }

    private static @Nullable Object value(JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT -> fields(node);
            case ARRAY -> list(node);
            case BOOLEAN -> node.booleanValue();
            case NUMBER -> number(node);
            case STRING -> node.stringValue().isEmpty() ? null : node.stringValue();
            default -> null;
        };
    }

    private static List<@Nullable Object> list(JsonNode array) {
        List<@Nullable Object> values = new ArrayList<>();
        array.forEach(element -> values.add(value(element)));
        return values;
    }

    private static Object number(JsonNode node) {
        return node.isIntegralNumber() && node.canConvertToLong() ? (Object) node.longValue() : node.decimalValue();
    }
}
