package io.recordsync.rules.type;

import java.util.Locale;

final class BooleanType {
    private BooleanType() {}

    static Checked check(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "yes", "1" -> Checked.good(true);
            case "false", "no", "0" -> Checked.good(false);
            default -> Checked.bad("is neither true nor false");
        };
    }
}
