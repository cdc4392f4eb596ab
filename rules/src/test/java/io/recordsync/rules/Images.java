package io.recordsync.rules;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Record images for tests. */
final class Images {
    private Images() {}

    static RecordImage contact(@Nullable Object... namesAndValues) {
        return new RecordImage("contact", "A1234", fields(namesAndValues), false);
    }

    static RecordImage deletedContact(@Nullable Object... namesAndValues) {
        return new RecordImage("contact", "A1234", fields(namesAndValues), true);
    }

    private static Map<String, @Nullable Object> fields(@Nullable Object... namesAndValues) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
        }
        return fields;
    }
}
