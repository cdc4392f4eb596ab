package io.recordsync.connectors.pipedrive;

import io.recordsync.connectors.CallScope;
import io.recordsync.connectors.ObjectSchema;
import io.recordsync.connectors.http.VendorResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
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
    private static final int MAX_PAGES = 10;

    private final PipedriveApi api;
    private final String recordIdField;
    private final InstantSource clock;
    private final Map<PipedriveObject, FieldCatalog> catalogs = new ConcurrentHashMap<>();

    PipedriveFields(PipedriveApi api, String recordIdField, InstantSource clock) {
        this.api = api;
        this.recordIdField = recordIdField;
        this.clock = clock;
    }

    /** Asks Pipedrive. */
    ObjectSchema describe(String name, CallScope scope) {
        PipedriveObject object = PipedriveObject.named(name);
        FieldCatalog catalog = fresh(object, scope);
        List<ObjectSchema.Field> described = catalog.fields().stream()
                .map(field -> described(object, catalog, field))
                .toList();
        return new ObjectSchema(name, true, described);
    }

    /** @param wanted the fields that will be used */
    FieldCatalog of(PipedriveObject object, Collection<String> wanted, CallScope scope) {
        FieldCatalog known = catalogs.get(object);
        return known != null && isYoungerThan(known, hasAll(known, wanted) ? KEPT : KEPT_IF_MISSING)
                ? known
                : fresh(object, scope);
    }

    /** Asks Pipedrive, even if the fields are cached. */
    FieldCatalog fresh(PipedriveObject object, CallScope scope) {
        List<FieldCatalog.Field> fields = new ArrayList<>();
        Optional<String> cursor = Optional.of("");
        for (int page = 0; page < MAX_PAGES && cursor.isPresent(); page++) {
            VendorResponse response = PipedriveErrors.requireData(
                    api.fields(object, parameters(cursor.get()), scope),
                    JsonNode::isArray,
                    "the fields of " + object.path());
            response.json().path("data").forEach(field -> fields.add(field(field)));
            cursor = PipedriveErrors.nextCursor(response);
        }
        FieldCatalog catalog = new FieldCatalog(object, fields, clock.instant());
        catalogs.put(object, catalog);
        return catalog;
    }

    private boolean isYoungerThan(FieldCatalog catalog, Duration age) {
        return Duration.between(catalog.read(), clock.instant()).compareTo(age) < 0;
    }

    private boolean hasAll(FieldCatalog catalog, Collection<String> wanted) {
        return catalog.recordIdIfThere(recordIdField).isPresent()
                && wanted.stream().allMatch(catalog::knows);
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

    private static ObjectSchema.Field described(
            PipedriveObject object, FieldCatalog catalog, FieldCatalog.Field field) {
        return new ObjectSchema.Field(
                catalog.ruleNameOf(field),
                field.name(),
                field.type(),
                field.code().equals(object.nameField()),
                field.custom() || object.writes(field.code()),
                false,
                OptionalInt.empty());
    }
}
