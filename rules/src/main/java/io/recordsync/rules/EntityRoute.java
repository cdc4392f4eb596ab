package io.recordsync.rules;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the records of one entity go.
 *
 * @param byType a record's type in lower case → systems
 * @param otherwise the systems for every other type, and for records without one
 */
record EntityRoute(Map<String, List<String>> byType, List<String> otherwise) {
    static final EntityRoute NOWHERE = new EntityRoute(Map.of(), List.of());

    private static final String TYPE = "type";

    EntityRoute {
        byType = Map.copyOf(byType);
        otherwise = List.copyOf(otherwise);
    }

    List<String> systems(Map<String, @Nullable Object> fields) {
        return fields.get(TYPE) instanceof String type ? byType.getOrDefault(key(type), otherwise) : otherwise;
    }

    static String key(String type) {
        return type.strip().toLowerCase(Locale.ROOT);
    }
}
