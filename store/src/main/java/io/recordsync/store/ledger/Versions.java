package io.recordsync.store.ledger;

import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The versions that each source has given for a record, and for single fields of it.
 *
 * @param bySource every source that has sent a change of the record
 * @param setBy the source that last set each field of the image; empty while there is only one source
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
     * The versions after a source has sent a change.
     *
     * @param said what the source has said up to now
     * @param set the fields that the change set
     * @param fields all fields that the image has now
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

    /**
     * The versions after a source has deleted the record. The versions of single fields no longer count one by one, but
     * the newest of each source and kind still counts.
     */
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
     * The versions that one source has given.
     *
     * @param byKind the ages in each kind of version that the source has used
     * @param place the position of the source's newest change, if it came from a log that keeps the order of changes
     */
    public record OfSource(
            Map<Version.Kind, Ages> byKind, @Nullable LogPlace place) {

        static final OfSource NONE = new OfSource(Map.of(), null);

        public OfSource {
            Map<Version.Kind, Ages> sorted = new EnumMap<>(Version.Kind.class);
            sorted.putAll(byKind);
            byKind = Collections.unmodifiableMap(sorted);
        }

        /** The ages in the kind of this version; none if there is no version. */
        Ages inKindOf(@Nullable Version version) {
            return version == null ? Ages.NONE : byKind.getOrDefault(version.kind(), Ages.NONE);
        }

        OfSource with(Version.Kind kind, Ages ages, @Nullable LogPlace newest) {
            Map<Version.Kind, Ages> next = new HashMap<>(byKind);
            next.put(kind, ages);
            return new OfSource(next, newest);
        }

        /** The versions as if the newest one of each kind covered all fields. */
        OfSource past() {
            Map<Version.Kind, Ages> past = new HashMap<>();
            byKind.forEach((kind, ages) -> past.put(kind, ages.past()));
            return new OfSource(past, place);
        }
    }
}
