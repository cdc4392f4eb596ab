package io.recordsync.rules.type;

import java.util.Locale;
import java.util.Optional;

final class BooleanType {
    private BooleanType() {}

    static Optional<CheckedValue> check(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "yes", "1" -> Optional.of(CheckedValue.good(true));
            case "false", "no", "0" -> Optional.of(CheckedValue.good(false));
            default -> Optional.empty();
        };
    }
}
