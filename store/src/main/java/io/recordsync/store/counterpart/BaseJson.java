package io.recordsync.store.counterpart;

import io.recordsync.store.ledger.StorableValues;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The JSON of the columns of counterparts and conflicts. */
final class BaseJson {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            // What is false or zero is left out.
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private BaseJson() {}

    static String fields(Map<String, FieldBase> fields) {
        return JSON.writeValueAsString(fields);
    }

    static Map<String, FieldBase> fields(String json) {
        return JSON.readValue(json, new TypeReference<LinkedHashMap<String, FieldBase>>() {});
    }

    static String hashes(Map<String, String> hashes) {
        return JSON.writeValueAsString(hashes);
    }

    static Map<String, String> hashes(String json) {
        return JSON.readValue(json, new TypeReference<LinkedHashMap<String, String>>() {});
    }

    static @Nullable String value(@Nullable Object value) {
        return value == null ? null : JSON.writeValueAsString(value);
    }

    static @Nullable Object read(@Nullable String json) {
        return json == null ? null : StorableValues.value(JSON.readValue(json, Object.class));
    }
}
