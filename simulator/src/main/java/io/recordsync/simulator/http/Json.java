package io.recordsync.simulator.http;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** JSON in the one way that all simulators read and write it. */
public final class Json {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private Json() {}

    /** An empty object to fill. */
    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /** An empty array to fill. */
    public static ArrayNode array() {
        return MAPPER.createArrayNode();
    }

    /** The compact text of a tree, a record or a collection. */
    public static String write(Object value) {
        return MAPPER.writeValueAsString(value);
    }

    /** The tree of any record or collection. */
    public static JsonNode tree(Object value) {
        return MAPPER.valueToTree(value);
    }

    /**
     * Reads a text; an empty one is a missing node.
     *
     * @throws JacksonException when it is not JSON
     */
    public static JsonNode read(String text) {
        return MAPPER.readTree(text);
    }

    /**
     * Reads a text as this type.
     *
     * @throws JacksonException when it is not JSON, or of another shape
     */
    public static <T> T read(String text, Class<T> type) {
        return MAPPER.readValue(text, type);
    }
}
