package io.recordsync.store.ledger;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.recordsync.store.ledger.Version.Kind;
import io.recordsync.store.ledger.Versions.OfSource;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The JSON of fields and versions in jsonb columns. Numbers are read in the form that {@link StorableValues} gives
 * them.
 */
final class JsonColumns {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private JsonColumns() {}

    static String fields(Map<String, @Nullable Object> fields) {
        return MAPPER.writeValueAsString(fields);
    }

    static Map<String, @Nullable Object> fields(String json) {
        return StorableValues.fields(
                MAPPER.readValue(json, new TypeReference<LinkedHashMap<String, @Nullable Object>>() {}));
    }

    static String versions(Versions versions) {
        return MAPPER.writeValueAsString(new StoredVersions(
                mapValues(versions.bySource(), StoredSource::of), versions.setBy(), versions.setAt()));
    }

    static Versions versions(String json) {
        StoredVersions stored = MAPPER.readValue(json, StoredVersions.class);
        return new Versions(
                mapValues(stored.sources(), StoredSource::versions),
                stored.setBy(),
                Objects.requireNonNullElse(stored.setAt(), Map.of()));
    }

    /** @param setAt null in what an earlier release wrote */
    private record StoredVersions(
            Map<String, StoredSource> sources,
            Map<String, String> setBy,

            @JsonInclude(JsonInclude.Include.NON_EMPTY) @Nullable Map<String, Instant> setAt) {}

    /**
     * The first kind of version has the same form as in releases in which a source had only one kind, so that processes
     * of those releases can read it.
     *
     * @param more the other kinds
     * @param overruled null in what an earlier release wrote
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record StoredSource(
            @Nullable String base,
            Map<String, String> fields,
            @Nullable List<StoredAges> more,
            @Nullable String place,

            @JsonInclude(JsonInclude.Include.NON_EMPTY) @Nullable Map<String, String> overruled) {

        static StoredSource of(OfSource said) {
            List<StoredAges> all =
                    said.byKind().values().stream().map(StoredAges::of).toList();
            StoredAges first = all.isEmpty() ? StoredAges.of(Ages.NONE) : all.getFirst();
            return new StoredSource(
                    first.base(),
                    first.fields(),
                    all.size() < 2 ? null : all.subList(1, all.size()),
                    Objects.toString(said.place(), null),
                    said.overruled());
        }

        OfSource versions() {
            Map<Kind, Ages> byKind = new EnumMap<>(Kind.class);
            new StoredAges(base, fields).putInto(byKind);
            if (more != null) {
                more.forEach(ages -> ages.putInto(byKind));
            }
            return new OfSource(
                    byKind,
                    place == null ? null : LogPlace.parse(place),
                    Objects.requireNonNullElse(overruled, Map.of()));
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record StoredAges(@Nullable String base, Map<String, String> fields) {

        static StoredAges of(Ages ages) {
            return new StoredAges(Objects.toString(ages.base(), null), mapValues(ages.fields(), Version::toString));
        }

        /** Separates the kinds of version, because earlier releases mixed them. */
        void putInto(Map<Kind, Ages> byKind) {
            Ages ages = new Ages(base == null ? null : Version.parse(base), mapValues(fields, Version::parse));
            byKind.putAll(ages.byKind());
        }
    }

    private static <A, B> Map<String, B> mapValues(Map<String, A> map, Function<A, B> change) {
        Map<String, B> changed = new LinkedHashMap<>();
        map.forEach((key, value) -> changed.put(key, change.apply(value)));
        return changed;
    }
}
