package io.recordsync.simulator.vendor;

import java.util.regex.Pattern;

/** The check of e-mail addresses by vendors that require a valid one. */
public final class EmailAddress {

    private static final Pattern VALID =
            Pattern.compile("[^@\\s<>(),;:\"]+@[^@\\s.<>(),;:\"]+(\\.[^@\\s.<>(),;:\"]+)+");

    private EmailAddress() {}

    public static boolean isValid(String text) {
        return VALID.matcher(text).matches();
    }
}
