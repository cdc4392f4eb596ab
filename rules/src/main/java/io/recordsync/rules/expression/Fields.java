package io.recordsync.rules.expression;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A record's fields as expressions see them, made once for all expressions over the record. Values that are nested
 * deeper than {@value CelValues#DEEPEST} levels are null.
 */
public final class Fields {
    private final Map<String, Object> values;

    private Fields(Map<String, Object> values) {
        this.values = values;
    }

    public static Fields of(Map<String, ? extends @Nullable Object> json) {
        return new Fields(CelValues.toCel(json));
    }

    Map<String, Object> values() {
        return values;
    }
}
