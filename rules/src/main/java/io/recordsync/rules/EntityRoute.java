package io.recordsync.rules;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The systems that the records of one entity go to.
 *
 * @param byType the systems for each type of record; the type is in lower case
 * @param otherwise the systems for every other type, and for records without a type
 */
record EntityRoute(Map<String, List<String>> byType, List<String> otherwise) {
    static final EntityRoute NOWHERE = new EntityRoute(Map.of(), List.of());

    private static final String TYPE = "type";

    /**
     * The longest type that is looked up, in characters. No rule set has a longer one, and it would take long to
     * convert to lower case.
     */
    private static final int MAX_TYPE_LENGTH = 1000;

    EntityRoute {
        byType = Map.copyOf(byType);
        otherwise = List.copyOf(otherwise);
    }

    List<String> systems(Map<String, @Nullable Object> fields) {
        return fields.get(TYPE) instanceof String type && type.length() <= MAX_TYPE_LENGTH
                ? byType.getOrDefault(key(type), otherwise)
                : otherwise;
    }

    /** A route to every system that one of the two routes leads to. */
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
