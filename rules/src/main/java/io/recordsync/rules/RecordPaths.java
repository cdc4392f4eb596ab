package io.recordsync.rules;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Paths of a record: the names from the record down to a value, with points between them. */
public final class RecordPaths {
    private static final String POINT = ".";
    private static final Pattern FORM = Pattern.compile("[^.\\p{Cntrl}]{1,128}(\\.[^.\\p{Cntrl}]{1,128}){0,15}");

    private RecordPaths() {}

    static boolean isPath(String text) {
        return FORM.matcher(text).matches();
    }

    /** The path of these names. It is no path if a name contains a point. */
    static String of(List<String> names) {
        return names.stream().anyMatch(name -> name.contains(POINT)) ? "" : String.join(POINT, names);
    }

    /** Whether one path is the other, or leads to a part of it. */
    static boolean overlap(String one, String other) {
        return (one + POINT).startsWith(other + POINT) || (other + POINT).startsWith(one + POINT);
    }

    /** The value at a path; null if there is none. */
    public static @Nullable Object value(Map<String, ? extends @Nullable Object> fields, String path) {
        Object value = fields;
        for (String name : names(path)) {
            value = value instanceof Map<?, ?> below ? below.get(name) : null;
        }
        return value;
    }

    /** The first name of a path: the record's field that contains it. */
    public static String root(String path) {
        return names(path).getFirst();
    }

    /** The fields with another value at one path. A part of the path that is not a map is replaced by one. */
    public static Map<String, @Nullable Object> with(
            Map<String, ? extends @Nullable Object> fields, String path, @Nullable Object value) {
        return with(fields, names(path), value);
    }

    private static Map<String, @Nullable Object> with(Map<?, ?> fields, List<String> names, @Nullable Object value) {
        Map<String, @Nullable Object> changed = new LinkedHashMap<>();
        fields.forEach((name, present) -> changed.put(String.valueOf(name), present));
        String name = names.getFirst();
        boolean last = names.size() == 1;
        if (last) {
            changed.put(name, value);
        } else if (value != null || changed.get(name) instanceof Map<?, ?>) {
            Map<?, ?> below = changed.get(name) instanceof Map<?, ?> map ? map : Map.of();
            changed.put(name, with(below, names.subList(1, names.size()), value));
        }
        return changed;
    }

    private static List<String> names(String path) {
        return List.of(path.split("\\.", -1));
    }
}
