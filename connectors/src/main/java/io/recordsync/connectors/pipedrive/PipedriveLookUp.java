package io.recordsync.connectors.pipedrive;

import io.recordsync.connectors.CallScope;
import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.Write;
import io.recordsync.connectors.http.VendorResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/**
 * Finds records. Pipedrive's search ignores case, searches all custom fields at once, and may not contain the newest
 * records yet. So each hit is read and compared, and before a create the newest records are compared too.
 */
final class PipedriveLookUp {

    private static final int PER_PAGE = 100;
    private static final int MAX_PAGES = 10;

    private final PipedriveApi api;
    private final int newestChecked;

    PipedriveLookUp(PipedriveApi api, int newestChecked) {
        this.api = api;
        this.newestChecked = newestChecked;
    }

    /**
     * The records that carry our record id.
     *
     * @param key the key of the field that holds it
     */
    List<JsonNode> carrying(PipedriveObject object, String key, String recordId, CallScope scope) {
        return search(
                object, "custom_fields", recordId, List.of(key), record -> isCustom(record, key, recordId), scope);
    }

    /** The records that match, each with the field that holds our record id. */
    List<JsonNode> like(FieldCatalog catalog, String key, Write.Match match, CallScope scope) {
        if (match.value().isBlank()) {
            return List.of();
        }
        PipedriveObject object = catalog.object();
        String searched = object.searchable().get(match.field());
        if (searched != null) {
            return search(
                    object, searched, match.value(), List.of(key), record -> isLike(catalog, record, match), scope);
        }
        FieldCatalog.Field field = catalog.named(match.field());
        requireSearchable(field, match);
        List<String> keys = List.of(key, field.code());
        return search(object, "custom_fields", match.value(), keys, record -> isLike(catalog, record, match), scope);
    }

    /** The records that were created last; none if the search is trusted. */
    List<JsonNode> newest(PipedriveObject object, List<String> keys, CallScope scope) {
        if (newestChecked == 0) {
            return List.of();
        }
        Map<String, String> parameters = Map.of(
                "sort_by",
                "add_time",
                "sort_direction",
                "desc",
                "limit",
                Integer.toString(newestChecked),
                "custom_fields",
                String.join(",", keys));
        return live(list(object, parameters, scope));
    }

    static boolean isCustom(JsonNode record, String key, String value) {
        JsonNode held = record.path("custom_fields").path(key);
        return !value.isEmpty() && held.asString("").equals(value);
    }

    static boolean isLike(FieldCatalog catalog, JsonNode record, Write.Match match) {
        return switch (match.field()) {
            case "email" -> ContactPoints.EMAILS.holds(record, match.value());
            case "phone" -> ContactPoints.PHONES.holds(record, match.value());
            case "name", "title" -> record.path(match.field()).asString("").equals(match.value());
            default -> isCustom(record, catalog.named(match.field()).code(), match.value());
        };
    }

    private void requireSearchable(FieldCatalog.Field field, Write.Match match) {
        if (!field.custom()) {
            throw ConnectorException.refused(
                    "UNSEARCHABLE",
                    ("A rule for %s matches by %s, but Pipedrive cannot search by this field. Match by"
                                    + " another field, then retry.")
                            .formatted(api.system(), match.field()));
        }
    }

    private List<JsonNode> search(
            PipedriveObject object,
            String searched,
            String term,
            List<String> keys,
            Predicate<JsonNode> isMeant,
            CallScope scope) {
        List<JsonNode> found = new ArrayList<>();
        Optional<String> cursor = Optional.of("");
        for (int page = 0; cursor.isPresent(); page++) {
            requireFew(page, object);
            VendorResponse response = hits(object, parameters(searched, term, cursor.get()), scope);
            read(object, ids(response), keys, scope).stream().filter(isMeant).forEach(found::add);
            cursor = PipedriveErrors.nextCursor(response);
        }
        return found;
    }

    private VendorResponse hits(PipedriveObject object, Map<String, String> parameters, CallScope scope) {
        return PipedriveErrors.requireData(
                api.search(object, parameters, scope),
                data -> data.path("items").isArray(),
                "a search of " + object.path());
    }

    private static Map<String, String> parameters(String searched, String term, String cursor) {
        Map<String, String> parameters = new HashMap<>(
                Map.of("term", term, "fields", searched, "exact_match", "true", "limit", Integer.toString(PER_PAGE)));
        if (!cursor.isEmpty()) {
            parameters.put("cursor", cursor);
        }
        return parameters;
    }

    private void requireFew(int page, PipedriveObject object) {
        if (page == MAX_PAGES) {
            throw ConnectorException.refused(
                    "TOO_COMMON",
                    String.format(
                            Locale.ROOT,
                            "%s's search for one of its %s found more than %d. Match by a field that identifies a"
                                    + " record, then retry.",
                            api.system(),
                            object.path(),
                            MAX_PAGES * PER_PAGE));
        }
    }

    private static List<String> ids(VendorResponse response) {
        return response.json()
                .path("data")
                .path("items")
                .valueStream()
                .flatMap(hit -> PipedriveApi.id(hit.path("item")).stream())
                .toList();
    }

    /** Reading a single record costs a tenth of a list. */
    private List<JsonNode> read(PipedriveObject object, List<String> ids, List<String> keys, CallScope scope) {
        return switch (ids.size()) {
            case 0 -> List.of();
            case 1 -> live(one(object, ids.getFirst(), keys, scope));
            default -> {
                Map<String, String> parameters = Map.of(
                        "ids", String.join(",", ids),
                        "limit", Integer.toString(PER_PAGE),
                        "custom_fields", String.join(",", keys));
                yield live(list(object, parameters, scope));
            }
        };
    }

    private List<JsonNode> one(PipedriveObject object, String id, List<String> keys, CallScope scope) {
        VendorResponse response = api.get(object, id, Optional.of(String.join(",", keys)), scope);
        if (PipedriveErrors.isGone(response)) {
            return List.of();
        }
        return List.of(PipedriveErrors.requireData(response, PipedriveApi::isRecord, "a look-up of " + object.path())
                .json()
                .path("data"));
    }

    private List<JsonNode> list(PipedriveObject object, Map<String, String> parameters, CallScope scope) {
        return PipedriveErrors.requireData(
                        api.list(object, parameters, scope), JsonNode::isArray, "a look-up of " + object.path())
                .json()
                .path("data")
                .valueStream()
                .toList();
    }

    private static List<JsonNode> live(List<JsonNode> records) {
        return records.stream()
                .filter(PipedriveApi::isRecord)
                .filter(record -> !PipedriveContent.isDeleted(record))
                .toList();
    }
}
