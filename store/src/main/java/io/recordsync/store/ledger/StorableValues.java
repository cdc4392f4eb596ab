package io.recordsync.store.ledger;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The values that the ledger can store. Any other value is refused where it is created, with an
 * {@link IllegalArgumentException} without content, so that one bad event never fails the transaction of a whole poll.
 */
public final class StorableValues {

    private static final int MAX_DEPTH = 50;
    private static final int MAX_DIGITS = 400;
    private static final int MAX_NAME_BYTES = 255;

    private StorableValues() {}

    /** Checks a name that is part of an index: it must not be empty, and have at most {@code mostBytes} bytes. */
    public static String name(String what, String text, int mostBytes) {
        int bytes = text(what, text).getBytes(StandardCharsets.UTF_8).length;
        if (bytes == 0 || bytes > mostBytes) {
            throw new IllegalArgumentException(
                    bytes == 0 ? what + " is empty" : what + " has " + bytes + " bytes; at most " + mostBytes + " fit");
        }
        return text;
    }

    /**
     * Checks and copies the fields. Each number has one form, so that equal numbers are equal: {@code Long} if it fits,
     * otherwise {@code BigInteger} or {@code BigDecimal}.
     */
    static Map<String, @Nullable Object> fields(Map<?, ?> fields) {
        return object(fields, 0);
    }

    /** Checks and copies one value, in the same form as a field of {@link #fields}. */
    public static @Nullable Object value(@Nullable Object value) {
        return value(value, 1);
    }

    /**
     * A text for people: the first {@code most} characters, with a replacement for each character that cannot be
     * stored.
     */
    public static String shown(String text, int most) {
        StringBuilder shown = new StringBuilder();
        text.codePoints()
                .limit(most)
                .map(codePoint -> isStorable(codePoint) ? codePoint : '\uFFFD')
                .forEach(shown::appendCodePoint);
        return shown.toString();
    }

    /** The approximate length of a value as JSON, in characters. */
    static long characters(@Nullable Object value) {
        return switch (value) {
            case String text -> text.length() + 2;
            case Map<?, ?> object ->
                object.entrySet().stream()
                        .mapToLong(field -> characters(field.getKey()) + characters(field.getValue()) + 2)
                        .sum();
            case List<?> array ->
                array.stream().mapToLong(StorableValues::characters).sum() + array.size();
            case null, default -> 8;
        };
    }

    private static Map<String, @Nullable Object> object(Map<?, ?> fields, int depth) {
        Map<String, @Nullable Object> stored = new LinkedHashMap<>();
        fields.forEach((name, value) -> stored.put(fieldName(name), value(value, depth + 1)));
        return stored;
    }

    static String fieldName(@Nullable Object name) {
        String text = text("a field's name", String.valueOf(name));
        if (text.length() > MAX_NAME_BYTES) {
            throw new IllegalArgumentException("a field's name is longer than " + MAX_NAME_BYTES + " characters");
        }
        return text;
    }

    private static @Nullable Object value(@Nullable Object value, int depth) {
        if (depth > MAX_DEPTH) {
            throw new IllegalArgumentException("a field is nested deeper than " + MAX_DEPTH);
        }
        return switch (value) {
            case null -> null;
            case String text -> text("a field", text);
            case Boolean flag -> flag;
            case Number number -> number(number);
            case Map<?, ?> object -> object(object, depth);
            case List<?> array -> array(array, depth);
            default ->
                throw new IllegalArgumentException(
                        "a field is a " + value.getClass().getSimpleName() + ", which is no JSON value");
        };
    }

    private static List<@Nullable Object> array(List<?> array, int depth) {
        List<@Nullable Object> stored = new ArrayList<>(array.size());
        array.forEach(element -> stored.add(value(element, depth + 1)));
        return stored;
    }

    private static Number number(Number number) {
        return switch (number) {
            case Long whole -> whole;
            case Integer whole -> whole.longValue();
            case BigDecimal decimal -> decimal(decimal);
            case BigInteger whole -> decimal(new BigDecimal(whole));
            default -> decimal(decimalOf(number));
        };
    }

    private static BigDecimal decimalOf(Number number) {
        try {
            return new BigDecimal(number.toString());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("a field is a number that JSON does not know", e);
        }
    }

    private static Number decimal(BigDecimal decimal) {
        BigDecimal stripped = bounded("a field", decimal, MAX_DIGITS);
        if (stripped.scale() > 0) {
            return stripped;
        }
        BigInteger whole = stripped.toBigIntegerExact();
        return whole.bitLength() < Long.SIZE ? (Number) whole.longValue() : whole;
    }

    /**
     * Removes trailing zeros, and refuses numbers with too many digits. A number that is written with an exponent can
     * be far longer than it looks.
     */
    static BigDecimal bounded(String what, BigDecimal decimal, int mostDigits) {
        long whole = (long) decimal.precision() - decimal.scale();
        if (whole > mostDigits || decimal.scale() > mostDigits || decimal.precision() > 2 * mostDigits) {
            throw new IllegalArgumentException(
                    what + " is a number with more than " + mostDigits + " digits before or after its point");
        }
        return decimal.stripTrailingZeros();
    }

    private static String text(String what, String text) {
        if (!isStorable(text)) {
            throw new IllegalArgumentException(what + " has a null character, or is not valid Unicode");
        }
        return text;
    }

    /** Uses no stream in the usual case, because each text of each record is checked several times. */
    private static boolean isStorable(String text) {
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character == 0 || Character.isSurrogate(character)) {
                return text.codePoints().allMatch(StorableValues::isStorable);
            }
        }
        return true;
    }

    private static boolean isStorable(int codePoint) {
        return codePoint != 0 && (codePoint < Character.MIN_SURROGATE || codePoint > Character.MAX_SURROGATE);
    }
}
