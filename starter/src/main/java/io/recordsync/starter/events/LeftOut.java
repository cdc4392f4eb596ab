package io.recordsync.starter.events;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * The placeholder that Debezium writes for a column whose value the database's log does not hold, such as a large value
 * that an update did not change ({@code unavailable.value.placeholder}). Its form depends on the column's type.
 */
final class LeftOut {

    private final String placeholder;
    private final byte[] bytes;

    /**
     * The placeholder as text, as bytes in the encodings of {@code binary.handling.mode}, as a UUID, and as a map
     * written as text.
     */
    private final Set<String> texts;

    LeftOut(String placeholder) {
        this.placeholder = placeholder;
        this.bytes = placeholder.getBytes(StandardCharsets.UTF_8);
        this.texts = Stream.of(
                        placeholder,
                        Base64.getEncoder().encodeToString(bytes),
                        Base64.getUrlEncoder().encodeToString(bytes),
                        HexFormat.of().formatHex(bytes),
                        UUID.nameUUIDFromBytes(bytes).toString(),
                        "{\"%1$s\":\"%1$s\"}".formatted(placeholder))
                .collect(Collectors.toUnmodifiableSet());
    }

    boolean matches(JsonNode value) {
        return switch (value.getNodeType()) {
            case STRING -> texts.contains(value.stringValue());
            case ARRAY -> isTextAlone(value) || areBytes(value);
            case OBJECT -> value.size() == 1 && isPlaceholder(value.path(placeholder));
            default -> false;
        };
    }

    private boolean isTextAlone(JsonNode array) {
        return array.size() == 1 && array.get(0).isString() && matches(array.get(0));
    }

    private boolean areBytes(JsonNode array) {
        return array.size() == bytes.length
                && IntStream.range(0, bytes.length)
                        .allMatch(n -> array.get(n).isInt() && array.get(n).intValue() == bytes[n]);
    }

    private boolean isPlaceholder(JsonNode value) {
        return value.isString() && value.stringValue().equals(placeholder);
    }
}
