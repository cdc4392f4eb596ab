package io.recordsync.rules.type;

import java.util.Locale;
import org.apache.commons.validator.routines.EmailValidator;

final class EmailType {
    private EmailType() {}

    static Checked check(String text) {
        String email = text.toLowerCase(Locale.ROOT);
        return EmailValidator.getInstance().isValid(email)
                ? Checked.good(email)
                : Checked.bad("is not a valid e-mail address");
    }
}
