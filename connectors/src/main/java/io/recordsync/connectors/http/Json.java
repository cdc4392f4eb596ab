package io.recordsync.connectors.http;

import okio.ByteString;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The JSON that vendors take and give; what they give is not to be trusted. */
public final class Json {

    private static final int DEEPEST = 64;

    /** A tree of that many takes some 20 MB; a body of 10 MB could hold millions, at over 100 bytes of memory each. */
    static final int MOST_TOKENS = 200_000;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .maxTokenCount(MOST_TOKENS)
                            .build())
                    .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
                    .build())
            .build();

    private Json() {}

    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    public static JsonNode of(Object value) {
        return MAPPER.valueToTree(value);
    }

    /** A single value as itself: text, number, truth value or null; anything else as its JSON text. */
    public static @Nullable Object value(JsonNode node) {
        return switch (node.getNodeType()) {
            case NULL, MISSING -> null;
            case BOOLEAN -> node.booleanValue();
            case NUMBER -> node.numberValue();
            case STRING -> node.stringValue();
            default -> node.toString();
        };
    }

    public static ByteString bytes(Object content) {
        return ByteString.of(MAPPER.writeValueAsBytes(content));
    }

    /** The tree, or a missing node where the bytes are no JSON, or have too many values. A parser's complaint quotes what it read, so it goes no further. */
    public static JsonNode tree(byte[] bytes) {
        try {
            return MAPPER.readTree(bytes);
        } catch (JacksonException unreadable) {
            return JsonNodeFactory.instance.missingNode();
        }
    }
}
