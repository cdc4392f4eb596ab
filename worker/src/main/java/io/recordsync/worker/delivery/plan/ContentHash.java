package io.recordsync.worker.delivery.plan;

import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.codec.digest.DigestUtils;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The hash of the content that a system is given. It does not depend on the order of the fields. */
public final class ContentHash {

    private static final JsonMapper CANONICAL = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    private ContentHash() {}

    public static String of(String object, Map<String, @Nullable Object> content) {
        String canonical = CANONICAL.writeValueAsString(Map.of(object, new TreeMap<>(content)));
        return DigestUtils.sha256Hex(canonical);
    }
}
