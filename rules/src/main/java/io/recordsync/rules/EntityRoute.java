package io.recordsync.rules;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
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

    /** A longer one is in no rule set, and would take long to bring into lower case. */
    private static final int LONGEST_TYPE = 1000;

    EntityRoute {
        byType = Map.copyOf(byType);
        otherwise = List.copyOf(otherwise);
    }

    List<String> systems(Map<String, @Nullable Object> fields) {
        return fields.get(TYPE) instanceof String type && type.length() <= LONGEST_TYPE
                ? byType.getOrDefault(key(type), otherwise)
                : otherwise;
    }

    /** Wherever either of the two sends a record. */
    EntityRoute and(EntityRoute other) {
        Map<String, List<String>> both = new HashMap<>();
        Stream.of(byType.keySet(), other.byType.keySet())
                .flatMap(Set::stream)
                .forEach(type -> both.put(
                        type,
                        union(byType.getOrDefault(type, otherwise), other.byType.getOrDefault(type, other.otherwise))));
        return new EntityRoute(both, union(otherwise, other.otherwise));
    }

    private static List<String> union(List<String> some, List<String> others) {
        return Stream.concat(some.stream(), others.stream()).distinct().toList();
    }

    static String key(String type) {
        return type.strip().toLowerCase(Locale.ROOT);
    }
}
