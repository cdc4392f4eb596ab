package io.recordsync.store;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What each source has said of the age of a record, and of single fields of it. */
public record Versions(Map<String, OfSource> bySource) {

    static final Versions NONE = new Versions(Map.of());

    public Versions {
        bySource = Collections.unmodifiableMap(new LinkedHashMap<>(bySource));
    }

    OfSource of(String source) {
        return Objects.requireNonNullElse(bySource.get(source), OfSource.NONE);
    }

    Versions with(String source, OfSource versions) {
        Map<String, OfSource> next = new LinkedHashMap<>(bySource);
        next.put(source, versions);
        return new Versions(next);
    }

    boolean onlyOf(String source) {
        return bySource.isEmpty() || bySource.keySet().equals(Set.of(source));
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

        OfSource withFields(Iterable<String> names, Version version) {
            Map<String, Version> next = new LinkedHashMap<>(fields);
            names.forEach(name -> next.put(name, version));
            return new OfSource(base, next);
        }
    }
}
