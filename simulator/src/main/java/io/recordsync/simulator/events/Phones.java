package io.recordsync.simulator.events;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Phone numbers that libphonenumber considers valid. They may belong to real people and must never be called. */
final class Phones {

    private static final PhoneNumberUtil NUMBERS = PhoneNumberUtil.getInstance();

    /** The number patterns of each country; an {@code x} is any digit. */
    private static final Map<String, List<String>> PATTERNS = Map.of(
            "US",
                    List.of(
                            "+12022xxxxxx",
                            "+13125xxxxxx",
                            "+14155xxxxxx",
                            "+12127xxxxxx",
                            "+15123xxxxxx",
                            "+16175xxxxxx"),
            "GB", List.of("+4474xxxxxxxx", "+4477xxxxxxxx", "+4478xxxxxxxx"),
            "DE", List.of("+49151xxxxxxxx", "+49160xxxxxxx", "+49170xxxxxxx"),
            "FR", List.of("+336xxxxxxxx"),
            "NL", List.of("+316xxxxxxxx"),
            "ES", List.of("+346xxxxxxxx"));

    private static final List<PhoneNumberFormat> NOTATIONS =
            List.of(PhoneNumberFormat.E164, PhoneNumberFormat.INTERNATIONAL);

    private final RandomGenerator random;

    Phones(RandomGenerator random) {
        this.random = random;
    }

    /** A valid number of this country, in one of the usual notations. */
    String next(String country) {
        PhoneNumber number = candidate(country);
        while (!NUMBERS.isValidNumber(number)) {
            number = candidate(country);
        }
        return NUMBERS.format(number, NOTATIONS.get(random.nextInt(NOTATIONS.size())));
    }

    /** The number in E.164 form, independent of its notation. */
    static String e164(String phone) {
        try {
            return NUMBERS.format(NUMBERS.parse(phone, null), PhoneNumberFormat.E164);
        } catch (NumberParseException e) {
            return phone;
        }
    }

    private PhoneNumber candidate(String country) {
        List<String> patterns = PATTERNS.getOrDefault(country, List.of("+12022xxxxxx"));
        StringBuilder digits = new StringBuilder();
        patterns.get(random.nextInt(patterns.size()))
                .chars()
                .forEach(c -> digits.append(c == 'x' ? (char) ('0' + random.nextInt(10)) : (char) c));
        try {
            return NUMBERS.parse(digits, null);
        } catch (NumberParseException e) {
            throw new IllegalStateException("The pattern for " + country + " is not a phone number.", e);
        }
    }
}
