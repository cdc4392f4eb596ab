package io.recordsync.simulator.pipedrive;

import io.recordsync.simulator.http.ApiReply;
import io.recordsync.simulator.http.ApiRequest;
import io.recordsync.simulator.http.Json;
import io.recordsync.simulator.pipedrive.PipedriveSchema.Field;
import io.recordsync.simulator.pipedrive.PipedriveSchema.Kind;
import io.recordsync.simulator.pipedrive.PipedriveSchema.Type;
import io.recordsync.simulator.store.CrmStore;
import io.recordsync.simulator.store.StoredObject;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The search of one type. It ignores case, and searches all custom fields at once, so that a hit is not necessarily an
 * exact match. Must be called atomically.
 */
final class PipedriveSearch {

    private final CrmStore store;

    PipedriveSearch(CrmStore store) {
        this.store = store;
    }

    ApiReply search(Type type, ApiRequest request) {
        boolean exact = request.parameter("exact_match").orElse("").equals("true");
        Predicate<String> matches = matcher(request.parameter("term").orElse(""), exact);
        Set<String> places = PipedriveLists.words(request, "fields");
        List<ObjectNode> found = store.searched(type.name()).stream()
                .filter(object -> values(type, object, places).anyMatch(matches))
                .map(object -> item(type, object))
                .toList();
        return PipedriveLists.slice(found, request, items -> Json.object().set("items", items));
    }

    private static Predicate<String> matcher(String term, boolean exact) {
        String sought = term.strip().toLowerCase(Locale.ROOT);
        if (sought.length() < (exact ? 1 : 2)) {
            throw PipedriveRefusal.invalid("term", "is too short");
        }
        return value -> {
            String have = value.strip().toLowerCase(Locale.ROOT);
            return exact ? have.equals(sought) : have.contains(sought);
        };
    }

    private static Stream<String> values(Type type, StoredObject object, Set<String> places) {
        return Stream.of(
                        at(places, "custom_fields", custom(type, object)),
                        at(places, "name", Stream.of(object.field("name"))),
                        at(places, "title", Stream.of(object.field("title"))),
                        at(places, "email", entries(object, "email")),
                        at(places, "phone", entries(object, "phone")))
                .flatMap(each -> each)
                .filter(value -> !value.isEmpty());
    }

    private static Stream<String> at(Set<String> places, String place, Stream<String> values) {
        return places.isEmpty() || places.contains(place) ? values : Stream.empty();
    }

    private static Stream<String> custom(Type type, StoredObject object) {
        return type.customFields()
                .filter(field -> field.kind() == Kind.TEXT || field.kind() == Kind.NUMBER)
                .map(Field::stored)
                .map(object::field);
    }

    private static Stream<String> entries(StoredObject object, String stored) {
        return PipedriveReplies.entries(object, stored).stream()
                .map(entry -> entry.path("value").asString(""));
    }

    private static ObjectNode item(Type type, StoredObject object) {
        ObjectNode item = Json.object()
                .put("id", Long.parseLong(object.id()))
                .put("type", type.item())
                .put(type.required(), object.field(type.required()));
        if (type.name().equals("persons")) {
            item.set("emails", texts(entries(object, "email")));
            item.set("phones", texts(entries(object, "phone")));
        }
        item.set("custom_fields", texts(custom(type, object)));
        item.putArray("notes");
        ObjectNode hit = Json.object().put("result_score", 0.5);
        return hit.set("item", item);
    }

    private static JsonNode texts(Stream<String> values) {
        return Json.tree(values.filter(value -> !value.isEmpty()).toList());
    }
}
