package io.recordsync.rules.type;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A value after its check.
 *
 * @param value the normal form, or what lenient rules send instead; null if there is nothing that can be sent
 * @param complaint what is wrong, in words that follow the field's name, without the value itself; empty if nothing is
 *     wrong
 */
public record CheckedValue(@Nullable Object value, Optional<String> complaint) {

    public static CheckedValue good(@Nullable Object value) {
        return new CheckedValue(value, Optional.empty());
    }

    public static CheckedValue doubtful(Object value, String complaint) {
        return new CheckedValue(value, Optional.of(complaint));
    }

    public static CheckedValue bad(String complaint) {
        return new CheckedValue(null, Optional.of(complaint));
    }
}
