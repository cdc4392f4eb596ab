package io.recordsync.rules.expression;

import dev.cel.common.values.NullValue;
import io.recordsync.rules.type.PhoneType;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.function.UnaryOperator;

/**
 * Functions on text. They return null for null, and use numbers and booleans as text. They fail for a list or a map,
 * and when a text becomes longer than {@link #MAX_LENGTH}.
 */
final class TextFunctions {
    /** The longest text, in UTF-16 units. The longest text fields of vendors have 65,536 and, with markup, 131,072. */
    static final int MAX_LENGTH = 150_000;

    /**
     * The longest text that can be searched for, in characters. The cost of a search is the product of both lengths.
     */
    private static final int MAX_SOUGHT_LENGTH = 1000;

    private static final int COMPARED_AT_A_STEP = 16;

    private static final int MAX_PIECE_LENGTH = 1000;

    /**
     * The longest replacement, in characters. One {@link #replace} can make its text at most this many times longer.
     */
    private static final int MAX_REPLACEMENT_LENGTH = 100;

    private TextFunctions() {}

    /** The first of several words; a single word is a last name. */
    static Object firstName(Object name) {
        return apply(name, words -> words.split("\\s+").length > 1 ? words.split("\\s+", 2)[0] : "");
    }

    /** All words except the first, or the only word. */
    static Object lastName(Object name) {
        return apply(name, words -> words.replaceFirst("^\\S+\\s+", ""));
    }

    static Object lower(Object text) {
        return apply(text, value -> inPieces(value, piece -> piece.toLowerCase(Locale.ROOT)));
    }

    static Object upper(Object text) {
        return apply(text, value -> inPieces(value, piece -> piece.toUpperCase(Locale.ROOT)));
    }

    static Object trim(Object text) {
        return apply(text, value -> value);
    }

    static Object digits(Object text) {
        return apply(text, value -> value.replaceAll("[^0-9]", ""));
    }

    /** A valid number in E.164. Any other text is returned unchanged, and the field's type then checks it. */
    static Object phone(Object text, String region) {
        return apply(text, value -> PhoneType.e164(value, region).orElse(value));
    }

    static Object replace(Object text, String from, String to) {
        if (from.isEmpty() || to.length() > MAX_REPLACEMENT_LENGTH) {
            throw new IllegalArgumentException("replace needs a text to search for, and a short replacement");
        }
        return apply(text, value -> {
            spendOnLooking(value, from);
            return value.replace(from, to);
        });
    }

    static boolean contains(String text, String sought) {
        spendOnLooking(text, sought);
        return text.contains(sought);
    }

    /**
     * Java compares several characters per step. In the worst case it compares the whole sought text at each character
     * of the text.
     */
    private static void spendOnLooking(String text, String sought) {
        requireShort(sought);
        Work.spend(text.length() * (1L + sought.length() / COMPARED_AT_A_STEP));
    }

    /** @throws IllegalArgumentException if it is too long to be searched for */
    static void requireShort(String sought) {
        if (sought.length() > MAX_SOUGHT_LENGTH) {
            throw new IllegalArgumentException(
                    "the text to search for has more than " + MAX_SOUGHT_LENGTH + " characters");
        }
    }

    /** The characters from {@code begin}, counted from 0, up to but not including {@code end}, as far as they exist. */
    static Object substring(Object text, long begin, long end) {
        return apply(text, value -> {
            int length = value.codePointCount(0, value.length());
            int from = Math.clamp(begin, 0, length);
            int to = Math.clamp(end, from, length);
            return value.substring(value.offsetByCodePoints(0, from), value.offsetByCodePoints(0, to));
        });
    }

    /** The first value that is neither null nor blank text; null if there is none. */
    static Object coalesce(Object... choices) {
        for (Object choice : choices) {
            if (choice != NullValue.NULL_VALUE && !(choice instanceof String text && text.isBlank())) {
                return choice;
            }
        }
        return NullValue.NULL_VALUE;
    }

    /** The texts that are neither null nor blank, with one blank between each two; null if there is none. */
    static Object join(Object... parts) {
        StringBuilder joined = new StringBuilder();
        for (Object part : parts) {
            if (apply(part, value -> value) instanceof String text) {
                joined.append(joined.isEmpty() ? "" : " ").append(text);
            }
        }
        return joined.isEmpty() ? NullValue.NULL_VALUE : bounded(joined.toString());
    }

    static String concat(String left, String right) {
        return bounded(left + right);
    }

    /**
     * Changes the case of a text in pieces, which end between words where possible. Java copies the whole text for each
     * character that becomes longer, such as U+0130.
     */
    private static String inPieces(String text, UnaryOperator<String> change) {
        StringBuilder changed = new StringBuilder(text.length());
        int end;
        for (int begin = 0; begin < text.length(); begin = end) {
            end = endOfPiece(text, begin);
            changed.append(change.apply(text.substring(begin, end)));
        }
        return changed.toString();
    }

    private static int endOfPiece(String text, int begin) {
        int most = begin + MAX_PIECE_LENGTH;
        if (most >= text.length()) {
            return text.length();
        }
        int blank = text.lastIndexOf(' ', most);
        if (blank > begin) {
            return blank;
        }
        return Character.isLowSurrogate(text.charAt(most)) ? most - 1 : most;
    }

    private static Object apply(Object value, UnaryOperator<String> function) {
        if (value == NullValue.NULL_VALUE) {
            return value;
        }
        String result = bounded(function.apply(bounded(text(value)).strip()));
        return result.isEmpty() ? NullValue.NULL_VALUE : result;
    }

    private static String text(Object value) {
        return switch (value) {
            case String text -> text;
            case Long number -> number.toString();
            case Double number when Double.isFinite(number) -> plain(number);
            case Boolean truth -> truth.toString();
            default -> throw new IllegalArgumentException("a text is required");
        };
    }

    private static String plain(double number) {
        return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
    }

    private static String bounded(String text) {
        if (text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("the text is too long");
        }
        Work.spend(text.length());
        return text;
    }
}
