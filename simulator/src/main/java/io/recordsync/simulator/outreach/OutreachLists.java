package io.recordsync.simulator.outreach;

import io.recordsync.simulator.http.ApiReply;
import io.recordsync.simulator.http.ApiRequest;
import io.recordsync.simulator.http.Json;
import io.recordsync.simulator.outreach.OutreachSchema.Type;
import io.recordsync.simulator.store.CrmStore;
import io.recordsync.simulator.store.StoredObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A list of resources: filtered, sorted and paged. */
final class OutreachLists {

    private static final int DEFAULT_SIZE = 50;
    private static final int MAX_SIZE = 1_000;
    private static final int MAX_OFFSET = 10_000;
    private static final String AFTER = "page[after]";
    private static final String OFFSET = "page[offset]";

    private final CrmStore store;
    private final OutreachFilters filters;

    OutreachLists(CrmStore store, OutreachRecords records) {
        this.store = store;
        this.filters = new OutreachFilters(records);
    }

    ApiReply list(Type type, ApiRequest request) {
        OutreachOrder order = OutreachOrder.of(type, request.parameter("sort").orElse(""));
        Predicate<StoredObject> filter = filters.of(type, request);
        List<StoredObject> found =
                objects(type, request).stream().filter(filter).sorted(order).toList();
        List<StoredObject> rest = request.parameter(AFTER)
                .map(cursor -> order.after(found, cursor))
                .orElseGet(() -> found.stream().skip(offset(request)).toList());
        int size = size(request);
        List<StoredObject> page = rest.stream().limit(size).toList();
        return OutreachReplies.json(200, body(type, request, found, page, rest.size() > size ? order : null));
    }

    /** A list by ids shows a change at once, other lists after the lag of the org. */
    private List<StoredObject> objects(Type type, ApiRequest request) {
        return request.parameter("filter[id]").isPresent() ? store.all(type.path()) : store.searched(type.path());
    }

    static Set<String> wanted(Type type, ApiRequest request) {
        return request.parameter("fields[" + type.name() + "]")
                .map(names -> Set.of(names.split(",")))
                .orElse(type.attributes().keySet());
    }

    private static ObjectNode body(
            Type type,
            ApiRequest request,
            List<StoredObject> found,
            List<StoredObject> page,
            @Nullable OutreachOrder more) {
        ObjectNode body = Json.object();
        ArrayNode data = body.putArray("data");
        Set<String> wanted = wanted(type, request);
        page.forEach(object -> data.add(OutreachReplies.resource(type, object, wanted, request.origin())));
        if (request.parameter("count").orElse("false").equals("true")) {
            body.putObject("meta").put("count", found.size()).put("count_truncated", false);
        }
        ObjectNode links = body.putObject("links").put("first", address(type, request, ""));
        if (more != null) {
            links.put("next", address(type, request, more.cursor(page.getLast())));
        }
        return body;
    }

    /** The address of the same list from another position on. */
    private static String address(Type type, ApiRequest request, String cursor) {
        StringBuilder address = new StringBuilder("%s/api/v2/%s?".formatted(request.origin(), type.path()));
        new TreeMap<>(request.query()).forEach((name, values) -> {
            if (!name.equals(AFTER) && !name.equals(OFFSET)) {
                List<String> once = name.endsWith("[]") ? values : List.of(values.getFirst());
                once.forEach(value -> address.append(encoded(name))
                        .append('=')
                        .append(encoded(value))
                        .append('&'));
            }
        });
        return cursor.isEmpty()
                ? address.substring(0, address.length() - 1)
                : address.append(encoded(AFTER))
                        .append('=')
                        .append(encoded(cursor))
                        .toString();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static int size(ApiRequest request) {
        int size = request.parameter("page[size]")
                .or(() -> request.parameter("page[limit]"))
                .map(OutreachLists::number)
                .orElse(DEFAULT_SIZE);
        if (size < 1 || size > MAX_SIZE) {
            throw OutreachRefusal.query(String.format(Locale.ROOT, "A page holds 1 to %d resources.", MAX_SIZE));
        }
        return size;
    }

    private static int offset(ApiRequest request) {
        int offset = request.parameter(OFFSET).map(OutreachLists::number).orElse(0);
        if (offset > MAX_OFFSET) {
            throw OutreachRefusal.query(
                    String.format(Locale.ROOT, "An offset is %d at most; use a cursor.", MAX_OFFSET));
        }
        return offset;
    }

    private static int number(String text) {
        if (!text.matches("\\d{1,6}")) {
            throw OutreachRefusal.query("A page's size and offset are numbers.");
        }
        return Integer.parseInt(text);
    }
}
