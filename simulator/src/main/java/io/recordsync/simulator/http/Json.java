package io.recordsync.simulator.http;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The JSON mapping that all simulators use. */
public final class Json {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private static final JsonMapper READABLE = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT, SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    private Json() {}

    /** A new empty object. */
    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /** A new empty array. */
    public static ArrayNode array() {
        return MAPPER.createArrayNode();
    }

    /** The compact text of a tree, a record or a collection. */
    public static String write(Object value) {
        return MAPPER.writeValueAsString(value);
    }

    /** The text with a line for each value, for people. The entries of maps are sorted by their keys. */
    public static String writeReadably(Object value) {
        return READABLE.writeValueAsString(value);
    }

    /** The tree of any record or collection. */
    public static JsonNode tree(Object value) {
        return MAPPER.valueToTree(value);
    }

    /**
     * Parses a text; an empty text gives a missing node.
     *
     * @throws JacksonException when it is not JSON
     */
    public static JsonNode read(String text) {
        return MAPPER.readTree(text);
    }

    /**
     * Parses a text as this type.
     *
     * @throws JacksonException when it is not JSON, or does not have the form of the type
     */
    public static <T> T read(String text, Class<T> type) {
        return MAPPER.readValue(text, type);
    }
}
