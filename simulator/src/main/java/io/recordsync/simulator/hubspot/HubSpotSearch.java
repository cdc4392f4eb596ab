package io.recordsync.simulator.hubspot;

import io.recordsync.simulator.http.ApiReply;
import io.recordsync.simulator.http.ApiRequest;
import io.recordsync.simulator.http.Json;
import io.recordsync.simulator.hubspot.HubSpotSchema.Type;
import io.recordsync.simulator.store.CrmStore;
import io.recordsync.simulator.store.StoredObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The search endpoint, and the list of all objects. The search shows a change after the lag of the
 * account, the list at once. Must be called atomically.
 */
final class HubSpotSearch {

    private static final int MAX_BODY = 3_000;
    private static final int MAX_GROUPS = 5;
    private static final int MAX_FILTERS = 6;
    private static final int MAX_PAGE = 200;
    private static final int MAX_LIST_PAGE = 100;
    private static final int DEFAULT_PAGE = 10;
    private static final int MAX_RESULTS = 10_000;

    private final CrmStore store;

    HubSpotSearch(CrmStore store) {
        this.store = store;
    }

    ApiReply search(Type type, ApiRequest request) {
        if (request.body().length() > MAX_BODY) {
            throw HubSpotRefusal.badRequest("The request body must be at most " + MAX_BODY + " characters.");
        }
        JsonNode body = Json.read(request.body());
        requireFewFilters(body.path("filterGroups"));
        List<StoredObject> found = store.searched(type.name()).stream()
                .filter(object -> matchesAny(type, body.path("filterGroups"), object))
                .toList();
        List<String> properties = new ArrayList<>();
        body.path("properties").forEach(name -> properties.add(name.asString("")));
        return page(type, sorted(type, found, body.path("sorts")), body, properties);
    }

    private static ApiReply page(Type type, List<StoredObject> found, JsonNode body, List<String> properties) {
        int limit = Math.clamp(body.path("limit").asInt(DEFAULT_PAGE), 0, MAX_PAGE);
        int after = offset(body.path("after").asString("0"));
        if ((long) after + limit > MAX_RESULTS) {
            throw HubSpotRefusal.badRequest(
                    "A search returns at most " + MAX_RESULTS + " results: narrow the filters.");
        }
        int to = Math.min(found.size(), after + limit);
        ObjectNode reply = Json.object().put("total", found.size());
        ArrayNode results = reply.putArray("results");
        found.subList(Math.min(after, to), to)
                .forEach(object -> results.add(HubSpotReplies.read(type, object, properties)));
        if (to < found.size()) {
            reply.putObject("paging").putObject("next").put("after", String.valueOf(to));
        }
        return ApiReply.json(200, reply);
    }

    /** All live or all archived objects, by id; {@code after} is the last id of the page before. */
    ApiReply list(Type type, ApiRequest request) {
        boolean archived =
                request.parameter("archived").map(Boolean::parseBoolean).orElse(false);
        int limit = Math.clamp(offset(request.parameter("limit").orElse("10")), 1, MAX_LIST_PAGE);
        long after = offset(request.parameter("after").orElse("0"));
        List<StoredObject> found = (archived ? HubSpotArchive.of(store, type) : store.all(type.name()))
                .stream().filter(object -> Long.parseLong(object.id()) > after).toList();
        List<StoredObject> page = found.subList(0, Math.min(limit, found.size()));
        List<String> asked = HubSpotReplies.asked(request);
        ObjectNode reply = Json.object();
        ArrayNode results = reply.putArray("results");
        page.forEach(object -> results.add(
                archived ? HubSpotReplies.archived(type, object, asked) : HubSpotReplies.read(type, object, asked)));
        if (page.size() < found.size()) {
            reply.putObject("paging")
                    .putObject("next")
                    .put("after", page.getLast().id());
        }
        return ApiReply.json(200, reply);
    }

    private static int offset(String text) {
        if (!text.matches("\\d{1,9}")) {
            throw HubSpotRefusal.badRequest("Invalid input JSON: limit and after must be whole numbers");
        }
        return Integer.parseInt(text);
    }

    private static void requireFewFilters(JsonNode groups) {
        int most = 0;
        for (JsonNode group : groups) {
            most = Math.max(most, group.path("filters").size());
        }
        if (groups.size() > MAX_GROUPS || most > MAX_FILTERS) {
            throw HubSpotRefusal.badRequest(
                    "At most " + MAX_GROUPS + " filterGroups with " + MAX_FILTERS + " filters each are allowed.");
        }
    }

    /** An object must match one of the groups, and within a group all filters. */
    private static boolean matchesAny(Type type, JsonNode groups, StoredObject object) {
        boolean any = groups.isEmpty();
        for (JsonNode group : groups) {
            any |= matchesAll(type, group.path("filters"), object);
        }
        return any;
    }

    private static boolean matchesAll(Type type, JsonNode filters, StoredObject object) {
        boolean all = true;
        for (JsonNode filter : filters) {
            all &= matches(type, filter, object);
        }
        return all;
    }

    private static boolean matches(Type type, JsonNode filter, StoredObject object) {
        String property = filter.path("propertyName").asString("");
        if (!type.knows(property)) {
            throw HubSpotRefusal.badRequest("There was a problem with the request: unknown property " + property);
        }
        HubSpotOperand have = HubSpotOperand.of(type, object, property);
        return switch (filter.path("operator").asString("")) {
            case "EQ" -> have.compareTo(wanted(filter)) == 0;
            case "NEQ" -> have.compareTo(wanted(filter)) != 0;
            case "GT" -> !have.isEmpty() && have.compareTo(wanted(filter)) > 0;
            case "GTE" -> !have.isEmpty() && have.compareTo(wanted(filter)) >= 0;
            case "LT" -> !have.isEmpty() && have.compareTo(wanted(filter)) < 0;
            case "LTE" -> !have.isEmpty() && have.compareTo(wanted(filter)) <= 0;
            case "IN" -> in(filter.path("values"), have.text().toLowerCase(Locale.ROOT));
            case "HAS_PROPERTY" -> !have.isEmpty();
            case "NOT_HAS_PROPERTY" -> have.isEmpty();
            default -> throw HubSpotRefusal.badRequest("Invalid input JSON: unknown operator");
        };
    }

    private static HubSpotOperand wanted(JsonNode filter) {
        return HubSpotOperand.of(filter.path("value").asString(""));
    }

    /** HubSpot converts only the stored value to lower case, so the values in the list must be in lower case. */
    private static boolean in(JsonNode values, String have) {
        boolean found = false;
        for (JsonNode value : values) {
            found |= value.asString("").equals(have);
        }
        return found;
    }

    /** Sorts by one property, given as {@code {propertyName, direction}} or as the name alone; without one, by id. */
    private static List<StoredObject> sorted(Type type, List<StoredObject> found, JsonNode sorts) {
        JsonNode sort = sorts.path(0);
        String property =
                sort.isString() ? sort.asString() : sort.path("propertyName").asString(HubSpotSchema.OBJECT_ID);
        boolean descending = sort.path("direction").asString("").equals("DESCENDING");
        Comparator<Ranked> byProperty = Comparator.comparing(Ranked::rank);
        return found.stream()
                .map(object -> new Ranked(object, HubSpotOperand.of(type, object, property), anyhow(object)))
                .sorted((descending ? byProperty.reversed() : byProperty).thenComparing(Ranked::tie))
                .map(Ranked::object)
                .toList();
    }

    private record Ranked(StoredObject object, HubSpotOperand rank, String tie) {}

    /** An order for equal values that clients cannot rely on, because HubSpot guarantees none. */
    private static String anyhow(StoredObject object) {
        return new StringBuilder(object.id()).reverse().toString();
    }
}
