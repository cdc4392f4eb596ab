package io.recordsync.rules.expression;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A record's fields as expressions see them, converted once for all expressions over the record. Values that are nested
 * deeper than {@value CelValues#MAX_DEPTH} levels are null.
 */
public final class RecordFields {
    private final Map<String, Object> values;

    private RecordFields(Map<String, Object> values) {
        this.values = values;
    }

    public static RecordFields of(Map<String, ? extends @Nullable Object> json) {
        return new RecordFields(CelValues.toCel(json));
    }

    Map<String, Object> values() {
        return values;
    }
}
