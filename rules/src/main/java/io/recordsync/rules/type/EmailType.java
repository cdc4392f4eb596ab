package io.recordsync.rules.type;

import java.util.Locale;
import java.util.Optional;
import org.apache.commons.validator.routines.EmailValidator;

final class EmailType {
    private EmailType() {}

    static Optional<CheckedValue> check(String text) {
        String email = text.toLowerCase(Locale.ROOT);
        return Optional.of(email).filter(EmailValidator.getInstance()::isValid).map(CheckedValue::good);
    }
}
