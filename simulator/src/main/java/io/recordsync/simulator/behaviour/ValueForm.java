package io.recordsync.simulator.behaviour;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The form in which a system keeps values. It does not change record ids, references, options, times, flags, and lists.
 * E-mail addresses are only stripped and set in lower case.
 *
 * @param letters the case of the letters of texts
 * @param stripped whether blanks around a value are dropped
 * @param phones the form of telephone numbers
 * @param maxLength to how many characters a text is cut; 0 for no limit
 * @param decimals to how many decimal places a number is rounded, half up; negative for no rounding
 */
public record ValueForm(Letters letters, boolean stripped, PhoneForm phones, int maxLength, int decimals) {

    /** Values as they are written. */
    public static final ValueForm AS_GIVEN = new ValueForm(Letters.AS_GIVEN, false, PhoneForm.AS_GIVEN, 0, -1);

    /** Upper case, without blanks around, grouped telephone numbers, at most 30 characters, whole numbers. */
    public static final ValueForm NORMALISED = new ValueForm(Letters.UPPER, true, PhoneForm.GROUPED, 30, 0);

    private static final Pattern NO_TEXT = Pattern.compile("(?i).*(ids?|type|type__c|status|status__c|stage|source)");
    private static final Pattern NO_PROSE = Pattern.compile("true|false|[\\[{].*|\\d{4}-\\d\\d.*", Pattern.DOTALL);
    private static final Pattern PHONE = Pattern.compile("(?i).*phone|fax");
    private static final Pattern DECIMAL = Pattern.compile("-?\\d{1,30}\\.\\d{1,30}");

    public enum Letters {
        AS_GIVEN,
        LOWER,
        UPPER
    }

    public enum PhoneForm {
        AS_GIVEN,
        /** Digits alone, with a plus sign before them if there was one: {@code +12025550199}. */
        PLAIN,
        /** North American numbers as {@code +1 (202) 555-0199}; others as digits alone. */
        GROUPED
    }

    /**
     * A form by its name.
     *
     * @throws IllegalArgumentException when it is neither {@code as-given} nor {@code normalised}
     */
    public static ValueForm named(String name) {
        return switch (name) {
            case "as-given" -> AS_GIVEN;
            case "normalised" -> NORMALISED;
            default ->
                throw new IllegalArgumentException(
                        "This form of values does not exist. The forms are as-given and normalised.");
        };
    }

    /**
     * The values as the system keeps them.
     *
     * @param recordId the field with our record id
     * @param email the field with the e-mail address
     */
    public Map<String, String> of(Map<String, String> fields, String recordId, String email) {
        if (equals(AS_GIVEN)) {
            return fields;
        }
        Map<String, String> kept = new LinkedHashMap<>();
        fields.forEach((field, value) -> kept.put(
                field, field.equals(recordId) ? value : field.equals(email) ? address(value) : kept(field, value)));
        return kept;
    }

    private String address(String value) {
        String text = strip(value);
        return letters == Letters.AS_GIVEN ? text : text.toLowerCase(Locale.ROOT);
    }

    private String kept(String field, String value) {
        String text = strip(value);
        if (NO_TEXT.matcher(field).matches() || NO_PROSE.matcher(text).matches()) {
            return text;
        }
        if (PHONE.matcher(field).matches()) {
            return phone(text);
        }
        return DECIMAL.matcher(text).matches() ? rounded(text) : cut(inCase(text));
    }

    private String strip(String value) {
        return stripped ? value.strip() : value;
    }

    private String inCase(String text) {
        return switch (letters) {
            case AS_GIVEN -> text;
            case LOWER -> text.toLowerCase(Locale.ROOT);
            case UPPER -> text.toUpperCase(Locale.ROOT);
        };
    }

    private String cut(String text) {
        return maxLength > 0 && text.codePointCount(0, text.length()) > maxLength
                ? strip(text.substring(0, text.offsetByCodePoints(0, maxLength)))
                : text;
    }

    private String rounded(String number) {
        return decimals < 0
                ? number
                : new BigDecimal(number)
                        .setScale(decimals, RoundingMode.HALF_UP)
                        .toPlainString();
    }

    private String phone(String text) {
        if (phones == PhoneForm.AS_GIVEN || text.isEmpty()) {
            return text;
        }
        String digits = text.replaceAll("[^0-9]", "");
        boolean northAmerican = digits.matches("1\\d{10}");
        if (phones == PhoneForm.GROUPED && northAmerican) {
            return digits.replaceFirst("(\\d)(\\d{3})(\\d{3})(\\d{4})", "+$1 ($2) $3-$4");
        }
        return (text.startsWith("+") ? "+" : "") + digits;
    }
}
