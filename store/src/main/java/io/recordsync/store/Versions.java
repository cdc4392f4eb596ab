package io.recordsync.store;

import java.util.Collection;
import java.util.Collections;
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

    /** After a source has deleted the record. What others said of single fields is past; it still counts as said. */
    Versions deletedBy(String source, OfSource said) {
        Map<String, OfSource> sources = new LinkedHashMap<>();
        bySource.forEach((name, one) -> sources.put(name, one.past()));
        sources.put(source, said);
        return new Versions(sources, Map.of());
    }

    private String setter(String field) {
        String setter = setBy.get(field);
        return setter != null ? setter : bySource.keySet().iterator().next();
    }

    /**
     * One source's versions.
     *
     * @param base of its last snapshot or delete; null before the first
     * @param fields of fields that it patched after the base
     */
    public record OfSource(@Nullable Version base, Map<String, Version> fields) {

        static final OfSource NONE = new OfSource(null, Map.of());

        public OfSource {
            fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        }

        @Nullable Version of(String field) {
            Version own = fields.get(field);
            return own != null ? own : base;
        }

        boolean saidNewerThan(Version version) {
            return version.isOlderThan(base) || fields.values().stream().anyMatch(version::isOlderThan);
        }

        /** All is at least as new as this from here on; fields patched later keep their own version. */
        OfSource withBase(Version version) {
            Map<String, Version> newer = new LinkedHashMap<>(fields);
            newer.values().removeIf(own -> !version.isOlderThan(own));
            return new OfSource(version, newer);
        }

        /** As if the newest that it said had been about all fields. */
        OfSource past() {
            Version newest = base;
            for (Version own : fields.values()) {
                newest = newest == null || newest.isOlderThan(own) ? own : newest;
            }
            return new OfSource(newest, Map.of());
        }

        OfSource withFields(Iterable<String> names, Version version) {
            Map<String, Version> next = new LinkedHashMap<>(fields);
            names.forEach(name -> next.put(name, version));
            return new OfSource(base, next);
        }
    }
}
