package io.recordsync.store;

import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What each source has said of the age of a record, and of single fields of it.
 *
 * @param bySource every source that has spoken of the record
 * @param setBy for each field of the image the source that said it last; empty while there is one source only
 */
public record Versions(Map<String, OfSource> bySource, Map<String, String> setBy) {

    static final Versions NONE = new Versions(Map.of(), Map.of());

    public Versions {
        bySource = Collections.unmodifiableMap(new LinkedHashMap<>(bySource));
        setBy = Collections.unmodifiableMap(new LinkedHashMap<>(setBy));
    }

    OfSource of(String source) {
        return Objects.requireNonNullElse(bySource.get(source), OfSource.NONE);
    }

    boolean isSetBy(String field, String source) {
        return source.equals(setter(field));
    }

    /**
     * After a source has spoken.
     *
     * @param said what it has said by now
     * @param set the fields that it set
     * @param fields all that the image has now
     */
    Versions with(String source, OfSource said, Collection<String> set, Collection<String> fields) {
        Map<String, OfSource> sources = new LinkedHashMap<>(bySource);
        sources.put(source, said);
        Map<String, String> setters = new LinkedHashMap<>();
        if (sources.size() > 1) {
            fields.forEach(field -> setters.put(field, set.contains(field) ? source : setter(field)));
        }
        return new Versions(sources, setters);
    }

    /** After a source has deleted the record. What was said of single fields is past; it still counts as said. */
    Versions deletedBy(String source, OfSource said) {
        Map<String, OfSource> sources = new LinkedHashMap<>(bySource);
        sources.put(source, said);
        sources.replaceAll((name, one) -> one.past());
        return new Versions(sources, Map.of());
    }

    private String setter(String field) {
        String setter = setBy.get(field);
        return setter != null ? setter : bySource.keySet().iterator().next();
    }

    /**
     * What one source has said.
     *
     * @param byKind the ages in each kind of version that it has used
     * @param place of the newest of its changes, where that came from a log that keeps their order
     */
    public record OfSource(
            Map<Version.Kind, Ages> byKind, @Nullable LogPlace place) {

        static final OfSource NONE = new OfSource(Map.of(), null);

        public OfSource {
            Map<Version.Kind, Ages> sorted = new EnumMap<>(Version.Kind.class);
            sorted.putAll(byKind);
            byKind = Collections.unmodifiableMap(sorted);
        }

        /** In the kind of this version; nothing where there is no version. */
        Ages inKindOf(@Nullable Version version) {
            return version == null ? Ages.NONE : byKind.getOrDefault(version.kind(), Ages.NONE);
        }

        OfSource with(Version.Kind kind, Ages ages, @Nullable LogPlace newest) {
            Map<Version.Kind, Ages> next = new HashMap<>(byKind);
            next.put(kind, ages);
            return new OfSource(next, newest);
        }

        /** As if the newest that it said in each kind had been about all fields. */
        OfSource past() {
            Map<Version.Kind, Ages> past = new HashMap<>();
            byKind.forEach((kind, ages) -> past.put(kind, ages.past()));
            return new OfSource(past, place);
        }
    }
}
