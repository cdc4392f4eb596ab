package io.recordsync.store;

import io.recordsync.store.Versions.OfSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** How fields and versions stand in jsonb columns. Numbers come back as {@link Storable} has them. */
final class Json {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private Json() {}

    static String fields(Map<String, @Nullable Object> fields) {
        return MAPPER.writeValueAsString(fields);
    }

    static Map<String, @Nullable Object> fields(String json) {
        return Storable.fields(MAPPER.readValue(json, new TypeReference<LinkedHashMap<String, @Nullable Object>>() {}));
    }

    static String versions(Versions versions) {
        return MAPPER.writeValueAsString(
                new StoredVersions(mapValues(versions.bySource(), StoredSource::of), versions.setBy()));
    }

    static Versions versions(String json) {
        StoredVersions stored = MAPPER.readValue(json, StoredVersions.class);
        return new Versions(mapValues(stored.sources(), StoredSource::versions), stored.setBy());
    }

    private record StoredVersions(Map<String, StoredSource> sources, Map<String, String> setBy) {}

    private record StoredSource(@Nullable String base, Map<String, String> fields) {

        static StoredSource of(OfSource versions) {
            String base = versions.base() == null ? null : versions.base().toString();
            return new StoredSource(base, mapValues(versions.fields(), Version::toString));
        }

        OfSource versions() {
            return new OfSource(base == null ? null : Version.parse(base), mapValues(fields, Version::parse));
        }
    }

    private static <A, B> Map<String, B> mapValues(Map<String, A> map, Function<A, B> change) {
        Map<String, B> changed = new LinkedHashMap<>();
        map.forEach((key, value) -> changed.put(key, change.apply(value)));
        return changed;
    }
}
