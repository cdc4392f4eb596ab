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

/** Reads and writes the JSON of vendors. What vendors send is not trusted. */
public final class VendorJson {

    private static final int MAX_DEPTH = 64;

    /**
     * A tree of this many tokens takes about 20 MB of memory. A body of 10 MB could hold millions of tokens, at more
     * than 100 bytes of memory each.
     */
    static final int MAX_TOKENS = 200_000;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxTokenCount(MAX_TOKENS)
                            .build())
                    .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
                    .build())
            .build();

    private VendorJson() {}

    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    public static JsonNode of(Object value) {
        return MAPPER.valueToTree(value);
    }

    /** The value of a node: text, number, boolean or null; anything else as its JSON text. */
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

    /**
     * The tree, or a missing node if the bytes are not JSON or have too many tokens. The parser's exception is dropped,
     * because its message quotes the input.
     */
    public static JsonNode tree(byte[] bytes) {
        try {
            return MAPPER.readTree(bytes);
        } catch (JacksonException e) {
            return JsonNodeFactory.instance.missingNode();
        }
    }
}
