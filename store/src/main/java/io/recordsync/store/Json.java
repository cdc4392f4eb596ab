package io.recordsync.store;

import io.recordsync.store.Versions.OfSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** How fields and versions stand in jsonb columns. Decimals keep all their digits. */
final class Json {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private Json() {}

    static String fields(Map<String, @Nullable Object> fields) {
        return MAPPER.writeValueAsString(fields);
    }

    static Map<String, @Nullable Object> fields(String json) {
        return MAPPER.readValue(json, new TypeReference<LinkedHashMap<String, @Nullable Object>>() {});
    }

    static String versions(Versions versions) {
        return MAPPER.writeValueAsString(mapValues(versions.bySource(), StoredVersions::of));
    }

    static Versions versions(String json) {
        Map<String, StoredVersions> stored =
                MAPPER.readValue(json, new TypeReference<LinkedHashMap<String, StoredVersions>>() {});
        return new Versions(mapValues(stored, StoredVersions::versions));
    }

    private record StoredVersions(@Nullable String base, Map<String, String> fields) {

        static StoredVersions of(OfSource versions) {
            String base = versions.base() == null ? null : versions.base().toString();
            return new StoredVersions(base, mapValues(versions.fields(), Version::toString));
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
