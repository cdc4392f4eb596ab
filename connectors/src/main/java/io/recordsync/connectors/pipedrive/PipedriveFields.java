package io.recordsync.connectors.pipedrive;

import io.recordsync.connectors.CallScope;
import io.recordsync.connectors.http.VendorResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;

/**
 * The fields of each object. They are cached for some time, because each request for them costs ten tokens.
 * Thread-safe.
 */
final class PipedriveFields {

    private static final Duration KEPT = Duration.ofMinutes(30);

    /**
     * A missing field may have been created just now, so the cache is refreshed sooner. It is not refreshed on every
     * use, so that a wrong rule does not use up the account's tokens.
     */
    private static final Duration KEPT_IF_MISSING = Duration.ofMinutes(1);

    private static final int PER_PAGE = 500;
    private static final int MOST_PAGES = 10;

    private final PipedriveApi api;
    private final String recordIdField;
    private final InstantSource clock;
    private final Map<PipedriveObject, FieldCatalog> books = new ConcurrentHashMap<>();

    PipedriveFields(PipedriveApi api, String recordIdField, InstantSource clock) {
        this.api = api;
        this.recordIdField = recordIdField;
        this.clock = clock;
    }

    /** @param wanted the fields that will be used */
    FieldCatalog of(PipedriveObject object, Collection<String> wanted, CallScope scope) {
        FieldCatalog known = books.get(object);
        return known != null && isYoungerThan(known, hasAll(known, wanted) ? KEPT : KEPT_IF_MISSING)
                ? known
                : fresh(object, scope);
    }

    /** Asks Pipedrive, even if the fields are cached. */
    FieldCatalog fresh(PipedriveObject object, CallScope scope) {
        List<FieldCatalog.Field> fields = new ArrayList<>();
        Optional<String> cursor = Optional.of("");
        for (int page = 0; page < MOST_PAGES && cursor.isPresent(); page++) {
            VendorResponse response = PipedriveErrors.requireData(
                    api.fields(object, parameters(cursor.get()), scope),
                    JsonNode::isArray,
                    "the fields of " + object.path());
            response.json().path("data").forEach(field -> fields.add(field(field)));
            cursor = PipedriveErrors.nextCursor(response);
        }
        FieldCatalog book = new FieldCatalog(object, fields, clock.instant());
        books.put(object, book);
        return book;
    }

    private boolean isYoungerThan(FieldCatalog book, Duration age) {
        return Duration.between(book.read(), clock.instant()).compareTo(age) < 0;
    }

    private boolean hasAll(FieldCatalog book, Collection<String> wanted) {
        return book.recordIdIfThere(recordIdField).isPresent()
                && wanted.stream().allMatch(book::knows);
    }

    private static Map<String, String> parameters(String cursor) {
        Map<String, String> parameters = new HashMap<>(Map.of("limit", Integer.toString(PER_PAGE)));
        if (!cursor.isEmpty()) {
            parameters.put("cursor", cursor);
        }
        return parameters;
    }

    private static FieldCatalog.Field field(JsonNode field) {
        return new FieldCatalog.Field(
                field.path("field_code").asString(""),
                field.path("field_name").asString(""),
                field.path("field_type").asString(""),
                field.path("is_custom_field").asBoolean(false));
    }
}
