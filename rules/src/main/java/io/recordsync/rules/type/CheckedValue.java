package io.recordsync.rules.type;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A value after its check.
 *
 * @param value the normal form, or what lenient rules send in its stead; null where there is nothing fit to send
 * @param complaint what is wrong, in words that follow the field's name; never the value itself; empty where all is well
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
