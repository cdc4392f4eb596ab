package io.recordsync.rules;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a row of a system says of a record.
 *
 * @param values the new value of each path: text, {@code BigDecimal}, {@code Long}, {@code Boolean} or null. Personal
 *     data, so {@link #toString()} leaves it out
 * @param unreadable why a path has no value although the row shows its fields: without the value
 */
public record Back(Map<String, @Nullable Object> values, Map<String, FieldProblem> unreadable) {
    // Explicit, because javac does not tell other modules that a compact constructor takes null values.
    public Back(Map<String, @Nullable Object> values, Map<String, FieldProblem> unreadable) {
        this.values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        this.unreadable = Collections.unmodifiableMap(new LinkedHashMap<>(unreadable));
    }

    /** These fields of a record with the values of this row. A path leads into the maps of the fields. */
    public Map<String, @Nullable Object> in(Map<String, ? extends @Nullable Object> fields) {
        Map<String, @Nullable Object> changed = new LinkedHashMap<>(fields);
        for (Map.Entry<String, @Nullable Object> value : values.entrySet()) {
            changed = RecordPaths.with(changed, value.getKey(), value.getValue());
        }
        return changed;
    }

    @Override
    public String toString() {
        return "Back[" + values.keySet() + ", unreadable=" + unreadable + "]";
    }
}
