package io.recordsync.rules.type;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import java.util.Locale;
import java.util.Optional;

/** Phone numbers, checked by libphonenumber. */
public final class PhoneType {
    /** A shorter number cannot be called from elsewhere, and a longer one is not allowed by E.164. */
    private static final int MIN_DIGITS = 4;

    private static final int MAX_DIGITS = 15;
    private static final String NO_REGION = "ZZ";
    private static final PhoneNumberUtil PHONES = PhoneNumberUtil.getInstance();

    /** Judging and mapping a record check its number several times in turn, which takes longer than all the rest. */
    private static volatile Last last = new Last("", Optional.empty(), Optional.empty());

    private PhoneType() {}

    /** The number that was checked last, by any thread. Contains personal data, so it is never logged. */
    private record Last(String text, Optional<String> region, Optional<CheckedValue> result) {

        boolean isOf(String other, Optional<String> country) {
            return text.equals(other) && region.equals(country);
        }
    }

    static Optional<CheckedValue> check(String text, Optional<String> region) {
        Last before = last;
        if (before.isOf(text, region)) {
            return before.result();
        }
        Optional<CheckedValue> result =
                parse(text, region).map(PhoneType::judged).or(() -> digitsOf(text));
        last = new Last(text, region, result);
        return result;
    }

    /** The number in E.164; empty if the text is not a valid number. */
    public static Optional<String> e164(String text, String region) {
        return parse(text, Optional.of(region)).filter(PHONES::isValidNumber).map(PhoneType::format);
    }

    /** Whether libphonenumber supports this country, given in two letters. */
    public static boolean isRegion(String region) {
        return PHONES.getSupportedRegions().contains(region);
    }

    private static CheckedValue judged(PhoneNumber number) {
        if (!PHONES.isValidNumber(number)) {
            return CheckedValue.doubtful(format(number), "is not a valid phone number");
        }
        return number.hasExtension()
                ? CheckedValue.doubtful(format(number), "has an extension, which was left out")
                : CheckedValue.good(format(number));
    }

    private static Optional<CheckedValue> digitsOf(String text) {
        String digits = text.codePoints()
                .map(c -> Character.digit(c, 10))
                .filter(digit -> digit >= 0)
                .collect(StringBuilder::new, StringBuilder::append, StringBuilder::append)
                .toString();
        if (digits.length() < MIN_DIGITS || digits.length() > MAX_DIGITS) {
            return Optional.empty();
        }
        return Optional.of(CheckedValue.doubtful(
                text.startsWith("+") ? "+" + digits : digits, "cannot be read as a phone number of any country"));
    }

    private static Optional<PhoneNumber> parse(String text, Optional<String> region) {
        try {
            return Optional.of(PHONES.parse(
                    text,
                    region.filter(country -> country.length() == NO_REGION.length())
                            .orElse(NO_REGION)
                            .toUpperCase(Locale.ROOT)));
        } catch (NumberParseException e) {
            return Optional.empty();
        }
    }

    private static String format(PhoneNumber number) {
        return PHONES.format(number, PhoneNumberFormat.E164);
    }
}
