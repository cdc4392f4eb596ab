package io.recordsync.rules.type;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The type of a mapped field. {@link #check} brings a value into the type's normal form. */
public enum FieldType {
    /** Text, without space around it; numbers and booleans become text. */
    STRING("string", TooLong.CUT, text(Checked::good)),
    /** An e-mail address, in lower case. A bad one is dropped. */
    EMAIL("email", TooLong.DROP, text(EmailType::check)),
    /** A phone number, in E.164. A doubtful one is kept as its digits. */
    PHONE("phone", TooLong.DROP, PhoneType::check),
    /** An http or https address. A bad one is dropped; a missing scheme is taken to be https. */
    URL("url", TooLong.DROP, text(UrlType::check)),
    /** An ISO date, {@code 2026-01-20}; of a time, its date in UTC. A bad one is dropped. */
    DATE("date", TooLong.NEVER, text(DateTypes::date)),
    /** An ISO time, {@code 2026-01-20T17:16:48.933Z}, in UTC; one without a zone is UTC. A bad one is dropped. */
    DATE_TIME("date-time", TooLong.NEVER, text(DateTypes::dateTime)),
    /** A {@code BigDecimal} without trailing zeros. A bad one is dropped. */
    DECIMAL("decimal", TooLong.NEVER, text(NumberTypes::decimal)),
    /** A {@code Long}. A bad one, or one with a fraction, is dropped. */
    INTEGER("integer", TooLong.NEVER, text(NumberTypes::integer)),
    /** A {@code Boolean}, of true/false, yes/no or 1/0. A bad one is dropped. */
    BOOLEAN("boolean", TooLong.NEVER, text(BooleanType::check)),
    /** A zip code of the USA, {@code 12345} or {@code 12345-6789}. Any other is kept. */
    ZIP_CODE("zip-code", TooLong.CUT, text(UsAddressTypes::zipCode)),
    /** A state of the USA, by its two letters. Any other is kept. */
    STATE("state", TooLong.CUT, text(UsAddressTypes::state)),
    /** A record's id at a vendor: Salesforce's 15 or 18 characters, in their 18, or a number. A bad one is dropped. */
    OBJECT_ID("object-id", TooLong.DROP, text(ObjectIdType::check));

    /** What lenient rules do with text over the length that the mapping allows. */
    private enum TooLong {
        CUT,
        DROP,
        NEVER
    }

    private interface Normaliser {
        Checked normalise(Object value, Optional<String> region);
    }

    private final String label;
    private final TooLong tooLong;
    private final Normaliser normaliser;

    FieldType(String label, TooLong tooLong, Normaliser normaliser) {
        this.label = label;
        this.tooLong = tooLong;
        this.normaliser = normaliser;
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
    public Checked check(@Nullable Object value, Optional<String> region) {
        if (value == null || value instanceof String text && text.isBlank()) {
            return Checked.good(null);
        }
        return normaliser.normalise(value, region);
    }

    /** Holds an already checked value to a length in UTF-16 units, as the vendors count it. */
    public Checked limit(@Nullable Object value, int maxLength) {
        if (!(value instanceof String text) || text.length() <= maxLength) {
            return Checked.good(value);
        }
        String complaint = "is longer than the " + maxLength + " characters allowed";
        String shorter = tooLong == TooLong.CUT ? cut(text, maxLength) : "";
        return shorter.isEmpty() ? Checked.bad(complaint) : Checked.doubtful(shorter, complaint + " and was cut");
    }

    private static String cut(String text, int length) {
        int end = Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length;
        return text.substring(0, end).strip();
    }

    private static Normaliser text(Function<String, Checked> check) {
        return (value, region) -> ScalarText.of(value).map(check).orElseGet(ScalarText::none);
    }
}
