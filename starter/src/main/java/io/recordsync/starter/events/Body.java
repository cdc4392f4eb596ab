package io.recordsync.starter.events;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Parses a message's bytes into JSON whose size is limited in every respect and that PostgreSQL can store. */
final class Body {

    static final int MAX_BYTES = 256 * 1024;
    private static final int MAX_DEPTH = 32;
    private static final int MAX_NAME = 255;
    private static final int MAX_DIGITS = 100;
    /** The largest number of values, on all levels together. */
    private static final int MAX_VALUES = 5_000;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxNameLength(MAX_NAME)
                            .maxNumberLength(MAX_DIGITS)
                            .maxStringLength(MAX_BYTES)
                            .build())
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private Body() {}

    static Part parse(byte[] value) throws UnreadableException {
        if (value.length > MAX_BYTES) {
            throw new UnreadableException(
                    String.format(Locale.ROOT, "it has %d bytes, and %d are allowed", value.length, MAX_BYTES));
        }
        JsonNode body = json(text(value));
        if (!body.isObject()) {
            throw new UnreadableException("it is not a JSON object");
        }
        return checked(body);
    }

    /** Checks an object that was not parsed here, such as one made from headers. */
    static Part checked(JsonNode object) throws UnreadableException {
        new Limits().check(object);
        return new Part("", object);
    }

    private static String text(byte[] value) throws UnreadableException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(value))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new UnreadableException("it is not UTF-8 text");
        }
    }

    private static JsonNode json(String text) throws UnreadableException {
        try {
            return MAPPER.readTree(text);
        } catch (StreamConstraintsException e) {
            throw new UnreadableException(String.format(
                    Locale.ROOT,
                    "it is nested deeper than %d levels, or has a name of more than %d letters or a number"
                            + " of more than %d digits",
                    MAX_DEPTH,
                    MAX_NAME,
                    MAX_DIGITS));
        } catch (JacksonException e) {
            throw new UnreadableException(String.format(
                    Locale.ROOT,
                    "it is not JSON, or names a field twice (line %d, column %d)",
                    e.getLocation().getLineNr(),
                    e.getLocation().getColumnNr()));
        }
    }

    /** The checks that the parser cannot do itself. */
    private static final class Limits {

        private int values;

        void check(JsonNode node) throws UnreadableException {
            if (++values > MAX_VALUES) {
                throw new UnreadableException(String.format(Locale.ROOT, "it has more than %d values", MAX_VALUES));
            }
            if (node.isString()) {
                checkText(node.stringValue());
            } else if (node.isNumber()) {
                checkNumber(node.decimalValue());
            }
            for (var field : node.properties()) {
                checkText(field.getKey());
            }
            for (JsonNode child : node) {
                check(child);
            }
        }

        private static void checkText(String text) throws UnreadableException {
            if (text.indexOf(0) >= 0) {
                throw new UnreadableException("it contains a NUL character");
            }
            if (hasSurrogates(text) && !StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
                throw new UnreadableException("it contains half of a surrogate pair");
            }
        }

        private static boolean hasSurrogates(String text) {
            for (int i = 0; i < text.length(); i++) {
                if (Character.isSurrogate(text.charAt(i))) {
                    return true;
                }
            }
            return false;
        }

        /** A short number such as 1e999999999 would exhaust the memory when it is written in full. */
        private static void checkNumber(BigDecimal number) throws UnreadableException {
            if (Math.abs((long) number.scale()) > MAX_DIGITS || number.precision() > MAX_DIGITS) {
                throw new UnreadableException(
                        String.format(Locale.ROOT, "it has a number of more than %d digits", MAX_DIGITS));
            }
        }
    }
}
