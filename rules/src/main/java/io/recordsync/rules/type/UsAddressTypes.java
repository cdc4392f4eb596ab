package io.recordsync.rules.type;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Parts of a postal address in the USA, by the codes of the United States Postal Service. */
final class UsAddressTypes {
    private static final Pattern ZIP_CODE = Pattern.compile("(\\d{5})(?:[- ]?(\\d{4}))?");

    private static final Map<String, String> STATE_CODES = """
            AL Alabama
            AK Alaska
            AZ Arizona
            AR Arkansas
            CA California
            CO Colorado
            CT Connecticut
            DE Delaware
            DC District of Columbia
            FL Florida
            GA Georgia
            HI Hawaii
            ID Idaho
            IL Illinois
            IN Indiana
            IA Iowa
            KS Kansas
            KY Kentucky
            LA Louisiana
            ME Maine
            MD Maryland
            MA Massachusetts
            MI Michigan
            MN Minnesota
            MS Mississippi
            MO Missouri
            MT Montana
            NE Nebraska
            NV Nevada
            NH New Hampshire
            NJ New Jersey
            NM New Mexico
            NY New York
            NC North Carolina
            ND North Dakota
            OH Ohio
            OK Oklahoma
            OR Oregon
            PA Pennsylvania
            RI Rhode Island
            SC South Carolina
            SD South Dakota
            TN Tennessee
            TX Texas
            UT Utah
            VT Vermont
            VA Virginia
            WA Washington
            WV West Virginia
            WI Wisconsin
            WY Wyoming
            AS American Samoa
            GU Guam
            MP Northern Mariana Islands
            PR Puerto Rico
            VI Virgin Islands
            """.lines()
            .map(line -> line.split(" ", 2))
            .collect(Collectors.toUnmodifiableMap(line -> key(line[1]), line -> line[0]));

    private static final Map<String, String> STATES = STATE_CODES.values().stream()
            .collect(Collectors.toUnmodifiableMap(UsAddressTypes::key, Function.identity()));

    private UsAddressTypes() {}

    static Optional<CheckedValue> zipCode(String text) {
        return Optional.of(ZIP_CODE.matcher(text))
                .filter(Matcher::matches)
                .map(zip -> CheckedValue.good(zip.group(2) == null ? zip.group(1) : zip.group(1) + "-" + zip.group(2)));
    }

    static Optional<CheckedValue> state(String text) {
        return Optional.ofNullable(STATES.getOrDefault(key(text), STATE_CODES.get(key(text))))
                .map(CheckedValue::good);
    }

    private static String key(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
