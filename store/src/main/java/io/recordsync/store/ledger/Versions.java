package io.recordsync.store.ledger;

import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The versions that each source has given for a record, and for single fields of it.
 *
 * @param bySource every source that has sent a change of the record
 * @param setBy the source that last set each field of the image; empty while there is only one source
 * @param setAt when each field was set, for those of which no version tells it; empty while no system has sent a change
 */
public record Versions(Map<String, OfSource> bySource, Map<String, String> setBy, Map<String, Instant> setAt) {

    static final Versions NONE = new Versions(Map.of(), Map.of(), Map.of());

    public Versions {
        bySource = Collections.unmodifiableMap(new LinkedHashMap<>(bySource));
        setBy = Collections.unmodifiableMap(new LinkedHashMap<>(setBy));
        setAt = Collections.unmodifiableMap(new LinkedHashMap<>(setAt));
    }

    OfSource of(String source) {
        return Objects.requireNonNullElse(bySource.get(source), OfSource.NONE);
    }

    /** Whether another source has sent a change of the record. */
    boolean hasOthersThan(String source) {
        return bySource.keySet().stream().anyMatch(one -> !one.equals(source));
    }

    /** Whether a system that is read has sent a change of the record. */
    boolean isOfSystem() {
        return bySource.keySet().stream().anyMatch(Sources::isSystem);
    }

    /** The same versions, with the times of fields that have none. */
    Versions withTimes(Map<String, Instant> times) {
        if (times.isEmpty()) {
            return this;
        }
        Map<String, Instant> all = new LinkedHashMap<>(times);
        all.putAll(setAt);
        return new Versions(bySource, setBy, all);
    }

    /** Whether a producer other than this source set the field last. */
    boolean isSetByOtherProducer(String field, String source) {
        String setter = setter(field);
        return !setter.equals(source) && Sources.isProducer(setter);
    }

    boolean isSetBy(String field, String source) {
        return source.equals(setter(field));
    }

    /** The source that set a field last; empty text if the record has none. */
    public String setterOf(String field) {
        return bySource.isEmpty() ? "" : setter(field);
    }

    /** When a field was set, by the time of the change that set it; empty if that change has no time. */
    public Optional<Instant> timeOf(String field) {
        Instant set = setAt.get(field);
        return set != null || bySource.isEmpty()
                ? Optional.ofNullable(set)
                : of(setter(field)).timeOf(field);
    }

    /**
     * The versions after a source has sent a change.
     *
     * @param said what the source has said up to now
     * @param set the fields that the change set
     * @param fields all fields that the image has now
     * @param madeAt when the change was made, if it has no version
     */
    Versions with(
            String source, OfSource said, Collection<String> set, Collection<String> fields, @Nullable Instant madeAt) {
        Map<String, OfSource> sources = new LinkedHashMap<>(bySource);
        sources.put(source, said);
        Map<String, String> setters = new LinkedHashMap<>();
        if (sources.size() > 1) {
            fields.forEach(field -> setters.put(field, set.contains(field) ? source : setter(field)));
        }
        return new Versions(sources, setters, times(set, fields, madeAt));
    }

    private Map<String, Instant> times(Collection<String> set, Collection<String> fields, @Nullable Instant madeAt) {
        if (setAt.isEmpty() && madeAt == null) {
            return setAt;
        }
        Map<String, Instant> times = new LinkedHashMap<>(setAt);
        times.keySet().retainAll(fields);
        times.keySet().removeAll(set);
        if (madeAt != null) {
            set.stream().filter(fields::contains).forEach(field -> times.put(field, madeAt));
        }
        return times;
    }

    /**
     * The same versions, with the values of other sources that a change has replaced, so that these sources say nothing
     * new by repeating them.
     *
     * @param replaced the hashes of the values, by field
     */
    Versions withOverruled(Map<String, String> replaced) {
        if (replaced.isEmpty()) {
            return this;
        }
        Map<String, OfSource> sources = new LinkedHashMap<>(bySource);
        replaced.forEach((field, hash) ->
                sources.computeIfPresent(setter(field), (name, said) -> said.withOverruled(field, hash)));
        return new Versions(sources, setBy, setAt);
    }

    /**
     * The versions after a source has deleted the record. The versions of single fields no longer count one by one, but
     * the newest of each source and kind still counts.
     */
    Versions deletedBy(String source, OfSource said) {
        Map<String, OfSource> sources = new LinkedHashMap<>(bySource);
        sources.put(source, said);
        sources.replaceAll((name, one) -> one.past());
        return new Versions(sources, Map.of(), Map.of());
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
     * @param overruled the hashes of the source's values that another source has replaced, by field
     */
    public record OfSource(
            Map<Version.Kind, Ages> byKind, @Nullable LogPlace place, Map<String, String> overruled) {

        static final OfSource NONE = new OfSource(Map.of(), null, Map.of());

        public OfSource {
            Map<Version.Kind, Ages> sorted = new EnumMap<>(Version.Kind.class);
            sorted.putAll(byKind);
            byKind = Collections.unmodifiableMap(sorted);
            overruled = Map.copyOf(overruled);
        }

        /** Empty if the source has used several kinds of version, because they cannot be compared. */
        private Optional<Instant> timeOf(String field) {
            return byKind.size() != 1
                    ? Optional.empty()
                    : Optional.ofNullable(byKind.values().iterator().next().of(field))
                            .flatMap(Version::time);
        }

        OfSource withOverruled(String field, String hash) {
            Map<String, String> next = new HashMap<>(overruled);
            next.put(field, hash);
            return new OfSource(byKind, place, next);
        }

        /** The same, where the source's snapshot repeats only these of the values that were replaced. */
        OfSource repeating(Collection<String> repeated) {
            if (overruled.keySet().equals(Set.copyOf(repeated))) {
                return this;
            }
            Map<String, String> left = new HashMap<>(overruled);
            left.keySet().retainAll(repeated);
            return new OfSource(byKind, place, left);
        }

        /** The ages in the kind of this version; none if there is no version. */
        Ages inKindOf(@Nullable Version version) {
            return version == null ? Ages.NONE : byKind.getOrDefault(version.kind(), Ages.NONE);
        }

        OfSource with(Version.Kind kind, Ages ages, @Nullable LogPlace newest) {
            Map<Version.Kind, Ages> next = new HashMap<>(byKind);
            next.put(kind, ages);
            return new OfSource(next, newest, overruled);
        }

        /** The versions as if the newest one of each kind covered all fields. */
        OfSource past() {
            Map<Version.Kind, Ages> past = new HashMap<>();
            byKind.forEach((kind, ages) -> past.put(kind, ages.past()));
            return new OfSource(past, place, Map.of());
        }
    }
}
