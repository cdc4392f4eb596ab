package io.recordsync.simulator.hubspot;

import io.recordsync.simulator.http.ApiReply;
import io.recordsync.simulator.http.ApiRequest;
import io.recordsync.simulator.http.Json;
import io.recordsync.simulator.hubspot.HubspotSchema.Type;
import io.recordsync.simulator.store.CrmStore;
import io.recordsync.simulator.store.StoredObject;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The search endpoint, and the full list. Found at once, where HubSpot takes a few moments. To be called atomically. */
final class HubspotSearch {

    private static final int MAX_BODY = 3_000;
    private static final int MAX_GROUPS = 5;
    private static final int MAX_FILTERS = 6;
    private static final int MAX_PAGE = 200;
    private static final int MAX_LIST_PAGE = 100;
    private static final int DEFAULT_PAGE = 10;
    private static final int MAX_RESULTS = 10_000;

    private final CrmStore store;

    HubspotSearch(CrmStore store) {
        this.store = store;
    }

    ApiReply search(Type type, ApiRequest request) {
        if (request.body().length() > MAX_BODY) {
            throw HubspotRefusal.badRequest("The request body must be at most " + MAX_BODY + " characters.");
        }
        JsonNode body = Json.read(request.body());
        requireFewFilters(body.path("filterGroups"));
        List<StoredObject> found = store.all(type.name()).stream()
                .filter(object -> matchesAny(type, body.path("filterGroups"), object))
                .sorted(order(type, body.path("sorts")))
                .toList();
        List<String> properties = new ArrayList<>();
        body.path("properties").forEach(name -> properties.add(name.asString("")));
        return page(type, found, body, properties);
    }

    private static ApiReply page(Type type, List<StoredObject> found, JsonNode body, List<String> properties) {
        int limit = Math.clamp(body.path("limit").asInt(DEFAULT_PAGE), 0, MAX_PAGE);
        int after = offset(body.path("after").asString("0"));
        if ((long) after + limit > MAX_RESULTS) {
            throw HubspotRefusal.badRequest(
                    "A search returns at most " + MAX_RESULTS + " results: narrow the filters.");
        }
        int to = Math.min(found.size(), after + limit);
        ObjectNode reply = Json.object().put("total", found.size());
        ArrayNode results = reply.putArray("results");
        found.subList(Math.min(after, to), to)
                .forEach(object -> results.add(HubspotReplies.read(type, object, properties)));
        if (to < found.size()) {
            reply.putObject("paging").putObject("next").put("after", String.valueOf(to));
        }
        return ApiReply.json(200, reply);
    }

    /** All live objects by id; {@code after} is the last id of the page before. */
    ApiReply list(Type type, ApiRequest request) {
        int limit = Math.clamp(offset(request.parameter("limit").orElse("10")), 1, MAX_LIST_PAGE);
        long after = offset(request.parameter("after").orElse("0"));
        List<StoredObject> found = store.all(type.name()).stream()
                .filter(object -> Long.parseLong(object.id()) > after)
                .toList();
        ObjectNode reply = Json.object();
        ArrayNode results = reply.putArray("results");
        List<StoredObject> page = found.subList(0, Math.min(limit, found.size()));
        page.forEach(object -> results.add(HubspotReplies.read(type, object, HubspotReplies.asked(request))));
        if (page.size() < found.size()) {
            reply.putObject("paging")
                    .putObject("next")
                    .put("after", page.getLast().id());
        }
        return ApiReply.json(200, reply);
    }

    private static int offset(String text) {
        if (!text.matches("\\d{1,9}")) {
            throw HubspotRefusal.badRequest("Invalid input JSON: limit and after must be whole numbers");
        }
        return Integer.parseInt(text);
    }

    private static void requireFewFilters(JsonNode groups) {
        int most = 0;
        for (JsonNode group : groups) {
            most = Math.max(most, group.path("filters").size());
        }
        if (groups.size() > MAX_GROUPS || most > MAX_FILTERS) {
            throw HubspotRefusal.badRequest(
                    "At most " + MAX_GROUPS + " filterGroups with " + MAX_FILTERS + " filters each are allowed.");
        }
    }

    /** Groups are alternatives; the filters of a group must all match. */
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
            throw HubspotRefusal.badRequest("There was a problem with the request: unknown property " + property);
        }
        String have = HubspotReplies.value(type, object, property);
        String value = filter.path("value").asString("");
        return switch (filter.path("operator").asString("")) {
            case "EQ" -> compare(have, value) == 0;
            case "NEQ" -> compare(have, value) != 0;
            case "GT" -> !have.isEmpty() && compare(have, value) > 0;
            case "GTE" -> !have.isEmpty() && compare(have, value) >= 0;
            case "LT" -> !have.isEmpty() && compare(have, value) < 0;
            case "LTE" -> !have.isEmpty() && compare(have, value) <= 0;
            case "IN" -> in(filter.path("values"), have.toLowerCase(Locale.ROOT));
            case "HAS_PROPERTY" -> !have.isEmpty();
            case "NOT_HAS_PROPERTY" -> have.isEmpty();
            default -> throw HubspotRefusal.badRequest("Invalid input JSON: unknown operator");
        };
    }

    /** HubSpot lowers the stored value only, so that the list must be in lower case. */
    private static boolean in(JsonNode values, String have) {
        boolean found = false;
        for (JsonNode value : values) {
            found |= value.asString("").equals(have);
        }
        return found;
    }

    /** Times and numbers compare as such, a time also with epoch milliseconds; all else as text without case. */
    private static int compare(String have, String value) {
        return isNumber(have) && isNumber(value)
                ? new BigDecimal(have).compareTo(new BigDecimal(value))
                : isTime(have) ? instant(have).compareTo(instant(value)) : have.compareToIgnoreCase(value);
    }

    private static boolean isNumber(String text) {
        return text.matches("-?\\d{1,30}(\\.\\d{1,30})?");
    }

    private static boolean isTime(String text) {
        return text.matches("\\d{4}-\\d\\d-\\d\\dT.*Z");
    }

    private static Instant instant(String text) {
        try {
            return text.matches("\\d{1,15}") ? Instant.ofEpochMilli(Long.parseLong(text)) : Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw HubspotRefusal.badRequest("There was a problem with the request: a date was expected");
        }
    }

    /** One sort, as {@code {propertyName, direction}} or as the name alone; by id without. */
    private static Comparator<StoredObject> order(Type type, JsonNode sorts) {
        Comparator<StoredObject> byId = Comparator.comparingLong(object -> Long.parseLong(object.id()));
        if (sorts.isEmpty()) {
            return byId;
        }
        JsonNode sort = sorts.path(0);
        String property =
                sort.isString() ? sort.asString() : sort.path("propertyName").asString("");
        Comparator<StoredObject> byProperty = (one, other) ->
                compare(HubspotReplies.value(type, one, property), HubspotReplies.value(type, other, property));
        boolean descending = sort.path("direction").asString("").equals("DESCENDING");
        return (descending ? byProperty.reversed() : byProperty).thenComparing(byId);
    }
}
