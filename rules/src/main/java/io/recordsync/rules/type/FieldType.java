package io.recordsync.rules.type;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The type of a mapped field. {@link #check} brings a value into the type's normal form. */
public enum FieldType {
    /** Text, without surrounding space; numbers and booleans become text. */
    STRING(
            "string",
            Integer.MAX_VALUE,
            TooLong.CUT,
            (text, region) -> Optional.of(CheckedValue.good(text)),
            "is not text"),
    /** An e-mail address, in lower case. An invalid one is dropped. */
    EMAIL("email", 320, TooLong.DROP, text(EmailType::check), "is not a valid e-mail address"),
    /** A phone number, in E.164. One that is not valid is kept as its digits. */
    PHONE("phone", 250, TooLong.DROP, PhoneType::check, "is not a phone number"),
    /** An http or https address. An invalid one is dropped; a missing scheme is taken to be https. */
    URL("url", 2048, TooLong.DROP, text(UrlType::check), "is not a valid http or https address"),
    /** An ISO date, {@code 2026-01-20}; for a time, its date in UTC. An invalid one is dropped. */
    DATE("date", 100, TooLong.NEVER, text(DateTypes::date), "is not an ISO date"),
    /** An ISO time, {@code 2026-01-20T17:16:48.933Z}, in UTC; one without a zone is UTC. An invalid one is dropped. */
    DATE_TIME("date-time", 100, TooLong.NEVER, text(DateTypes::dateTime), "is not an ISO date and time"),
    /** A {@code BigDecimal} without trailing zeros. An invalid one is dropped. */
    DECIMAL(
            "decimal",
            100,
            TooLong.NEVER,
            text(NumberTypes::decimal),
            "is not a decimal number, or has too many digits"),
    /** A {@code Long}. An invalid one, or one with a fraction, is dropped. */
    INTEGER("integer", 100, TooLong.NEVER, text(NumberTypes::integer), "is not a whole number, or is too large"),
    /** A {@code Boolean}, from true/false, yes/no or 1/0. An invalid one is dropped. */
    BOOLEAN("boolean", 100, TooLong.NEVER, text(BooleanType::check), "is neither true nor false"),
    /** A zip code of the USA, {@code 12345} or {@code 12345-6789}. Any other text is kept. */
    ZIP_CODE("zip-code", 100, TooLong.CUT, text(UsAddressTypes::zipCode), "is not a zip code of the USA"),
    /** A state of the USA, as its two letters. Any other text is kept. */
    STATE("state", 100, TooLong.CUT, text(UsAddressTypes::state), "is not a state of the USA"),
    /**
     * A record's id at a vendor: a number, or a Salesforce id of 15 or 18 characters, always written with 18. An
     * invalid one is dropped.
     */
    OBJECT_ID("object-id", 100, TooLong.DROP, text(ObjectIdType::check), "is not an object id"),
    /**
     * Several choices, without order and without doubles, from a list or from a text with semicolons between the
     * members. The normal form is a text: the members sorted by their characters, with semicolons between them. A set
     * without a member is null. One that is too long is dropped, because a cut member could be another choice.
     */
    SET("set", 65_536, TooLong.DROP, text(SetType::check), "is not a set of choices, or is too long");

    /** What lenient rules do with a text that is longer than the mapping allows. */
    private enum TooLong {
        CUT,
        DROP,
        NEVER
    }

    /** Converts a text, without surrounding space, to the normal form; empty if it has none. */
    private interface Normaliser {
        Optional<CheckedValue> normalise(String text, Optional<String> region);
    }

    private final String label;
    private final int longest;
    private final TooLong tooLong;
    private final Normaliser normaliser;
    private final String notValid;

    /**
     * @param longest the largest number of characters of a text of this type. A longer text is invalid without a
     *     further check, because the patterns of the libraries take time that grows with the square of the text's
     *     length
     * @param notValid the complaint about a text that is not of this type
     */
    FieldType(String label, int longest, TooLong tooLong, Normaliser normaliser, String notValid) {
        this.label = label;
        this.longest = longest;
        this.tooLong = tooLong;
        this.normaliser = normaliser;
        this.notValid = notValid;
    }

    /** The name of this type in rule files. */
    public String label() {
        return label;
    }

    /** Whether a mapping may limit the length of this type's values. */
    public boolean hasLength() {
        return tooLong != TooLong.NEVER;
    }

    public static Optional<FieldType> labelled(String label) {
        return Arrays.stream(values()).filter(type -> type.label.equals(label)).findFirst();
    }

    public static List<String> labels() {
        return Arrays.stream(values()).map(FieldType::label).toList();
    }

    /**
     * The normal form of a value. Null and blank text become null.
     *
     * @param value the result of an expression: text, a number, a boolean, null, a list, which only {@link #SET}
     *     accepts, or a map, which no type accepts
     * @param region the country, in two letters, of phone numbers that do not name one
     */
    public CheckedValue check(@Nullable Object value, Optional<String> region) {
        Object single = this == SET && value instanceof List<?> members ? SetType.listed(members) : value;
        if (single == null || single instanceof String text && text.isBlank()) {
            return CheckedValue.good(null);
        }
        return ScalarText.of(single).map(text -> read(text, region)).orElseGet(ScalarText::none);
    }

    private CheckedValue read(String text, Optional<String> region) {
        return text.length() > longest
                ? notValid(text)
                : normalise(text, region).orElseGet(() -> notValid(text));
    }

    private Optional<CheckedValue> normalise(String text, Optional<String> region) {
        try {
            return normaliser.normalise(text, region);
        } catch (RuntimeException e) {
            // The libraries throw undeclared exceptions: java.net.IDN does so for a long label of a domain.
            return Optional.empty();
        }
    }

    private CheckedValue notValid(String text) {
        return tooLong == TooLong.CUT ? CheckedValue.doubtful(text, notValid) : CheckedValue.bad(notValid);
    }

    /** Limits a checked value to a length in UTF-16 units, which is how the vendors count. */
    public CheckedValue limit(@Nullable Object value, int maxLength) {
        if (!(value instanceof String text) || text.length() <= maxLength) {
            return CheckedValue.good(value);
        }
        String complaint = "is longer than the " + maxLength + " characters allowed";
        String shorter = tooLong == TooLong.CUT ? cut(text, maxLength) : "";
        return shorter.isEmpty()
                ? CheckedValue.bad(complaint)
                : CheckedValue.doubtful(shorter, complaint + " and was cut");
    }

    private static String cut(String text, int length) {
        int end = Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length;
        return text.substring(0, end).strip();
    }

    private static Normaliser text(Function<String, Optional<CheckedValue>> normaliser) {
        return (text, region) -> normaliser.apply(text);
    }
}
