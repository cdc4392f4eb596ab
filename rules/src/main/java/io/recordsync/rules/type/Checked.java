package io.recordsync.rules.type;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A value after its check.
 *
 * @param value the normal form, or what lenient rules send in its stead; null where there is nothing fit to send
 * @param complaint what is wrong, in words that follow the field's name; never the value itself; empty where all is well
 */
public record Checked(@Nullable Object value, Optional<String> complaint) {

    public static Checked good(@Nullable Object value) {
        return new Checked(value, Optional.empty());
    }

    public static Checked doubtful(Object value, String complaint) {
        return new Checked(value, Optional.of(complaint));
    }

    public static Checked bad(String complaint) {
        return new Checked(null, Optional.of(complaint));
    }
}
