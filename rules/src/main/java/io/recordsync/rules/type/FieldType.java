package io.recordsync.rules.type;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The type of a mapped field. {@link #check} brings a value into the type's normal form. */
public enum FieldType {
    /** Text, without space around it; numbers and booleans become text. */
    STRING(
            "string",
            Integer.MAX_VALUE,
            TooLong.CUT,
            (text, region) -> Optional.of(CheckedValue.good(text)),
            "is not text"),
    /** An e-mail address, in lower case. A bad one is dropped. */
    EMAIL("email", 320, TooLong.DROP, text(EmailType::check), "is not a valid e-mail address"),
    /** A phone number, in E.164. A doubtful one is kept as its digits. */
    PHONE("phone", 250, TooLong.DROP, PhoneType::check, "is not a phone number"),
    /** An http or https address. A bad one is dropped; a missing scheme is taken to be https. */
    URL("url", 2048, TooLong.DROP, text(UrlType::check), "is not a valid http or https address"),
    /** An ISO date, {@code 2026-01-20}; of a time, its date in UTC. A bad one is dropped. */
    DATE("date", 100, TooLong.NEVER, text(DateTypes::date), "is not an ISO date"),
    /** An ISO time, {@code 2026-01-20T17:16:48.933Z}, in UTC; one without a zone is UTC. A bad one is dropped. */
    DATE_TIME("date-time", 100, TooLong.NEVER, text(DateTypes::dateTime), "is not an ISO date and time"),
    /** A {@code BigDecimal} without trailing zeros. A bad one is dropped. */
    DECIMAL("decimal", 100, TooLong.NEVER, text(NumberTypes::decimal), "is not a decimal number of ordinary size"),
    /** A {@code Long}. A bad one, or one with a fraction, is dropped. */
    INTEGER("integer", 100, TooLong.NEVER, text(NumberTypes::integer), "is not a whole number of ordinary size"),
    /** A {@code Boolean}, of true/false, yes/no or 1/0. A bad one is dropped. */
    BOOLEAN("boolean", 100, TooLong.NEVER, text(BooleanType::check), "is neither true nor false"),
    /** A zip code of the USA, {@code 12345} or {@code 12345-6789}. Any other is kept. */
    ZIP_CODE("zip-code", 100, TooLong.CUT, text(UsAddressTypes::zipCode), "is not a zip code of the USA"),
    /** A state of the USA, by its two letters. Any other is kept. */
    STATE("state", 100, TooLong.CUT, text(UsAddressTypes::state), "is not a state of the USA"),
    /** A record's id at a vendor: Salesforce's 15 or 18 characters, in their 18, or a number. A bad one is dropped. */
    OBJECT_ID("object-id", 100, TooLong.DROP, text(ObjectIdType::check), "is not an object id");

    /** What lenient rules do with text over the length that the mapping allows. */
    private enum TooLong {
        CUT,
        DROP,
        NEVER
    }

    /** Brings text, without space around it, into the normal form; empty where it has none. */
    private interface Normaliser {
        Optional<CheckedValue> normalise(String text, Optional<String> region);
    }

    private final String label;
    private final int longest;
    private final TooLong tooLong;
    private final Normaliser normaliser;
    private final String notValid;

    /**
     * @param longest the characters beyond which a text cannot be of this type. It is then judged without a look: the
     *     patterns of the libraries take time that grows with the square of the text's length
     * @param notValid what is said of a text that is not of this type
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

    /** Whether a mapping may bound the length of this type's values. */
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
     * The normal form of a value. Null and blank text are null.
     *
     * @param value what an expression gave: text, a number, a boolean, null, or a list or map, which no type takes
     * @param region the country, in two letters, of phone numbers that name none
     */
    public CheckedValue check(@Nullable Object value, Optional<String> region) {
        if (value == null || value instanceof String text && text.isBlank()) {
            return CheckedValue.good(null);
        }
        return ScalarText.of(value).map(text -> read(text, region)).orElseGet(ScalarText::none);
    }

    private CheckedValue read(String text, Optional<String> region) {
        return text.length() > longest
                ? notValid(text)
                : normalise(text, region).orElseGet(() -> notValid(text));
    }

    private Optional<CheckedValue> normalise(String text, Optional<String> region) {
        try {
            return normaliser.normalise(text, region);
        } catch (RuntimeException undeclared) {
            // The libraries throw what they do not declare: java.net.IDN for a long label of a domain.
            return Optional.empty();
        }
    }

    private CheckedValue notValid(String text) {
        return tooLong == TooLong.CUT ? CheckedValue.doubtful(text, notValid) : CheckedValue.bad(notValid);
    }

    /** Holds an already checked value to a length in UTF-16 units, as the vendors count it. */
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
