package io.recordsync.rules.type;

import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.commons.validator.routines.UrlValidator;

final class UrlType {
    private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:.*", Pattern.DOTALL);
    private static final UrlValidator WEB = new UrlValidator(new String[] {"http", "https"});

    private UrlType() {}

    static Optional<CheckedValue> check(String text) {
        if (WEB.isValid(text)) {
            return Optional.of(CheckedValue.good(text));
        }
        if (!SCHEME.matcher(text).matches() && WEB.isValid("https://" + text)) {
            return Optional.of(CheckedValue.doubtful("https://" + text, "has no scheme; https is assumed"));
        }
        return Optional.empty();
    }
}
