package io.recordsync.simulator.pipedrive;

import io.recordsync.simulator.http.ApiReply;
import io.recordsync.simulator.http.ApiRequest;
import io.recordsync.simulator.http.Json;
import io.recordsync.simulator.pipedrive.PipedriveSchema.Type;
import io.recordsync.simulator.store.CrmStore;
import io.recordsync.simulator.store.Effect;
import io.recordsync.simulator.store.JournalEntry;
import io.recordsync.simulator.store.StoredObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/**
 * Lists by time of change, time of creation, or id. A cursor names the last object of its page, so that no object is
 * skipped between pages.
 */
final class PipedriveLists {

    private static final int MAX_IDS = 100;
    private static final int MAX_CUSTOM_FIELDS = 15;

    private final CrmStore store;

    PipedriveLists(CrmStore store) {
        this.store = store;
    }

    ApiReply list(Type type, ApiRequest request) {
        boolean deleted = request.parameter("status").orElse("").equals("deleted");
        return list(deleted ? deleted(type) : live(type, request, false), request);
    }

    ApiReply archived(Type type, ApiRequest request) {
        return list(live(type, request, true), request);
    }

    private static ApiReply list(List<Row> rows, ApiRequest request) {
        Order order = Order.of(request);
        List<Row> found =
                rows.stream().filter(filter(request)).sorted(order.rows()).toList();
        return page(found, order, request);
    }

    /** A page of a list that is already sorted. Its cursor is the number of objects before it. */
    static ApiReply slice(List<? extends JsonNode> all, ApiRequest request, Function<ArrayNode, JsonNode> wrapped) {
        int from = request.parameter("cursor")
                .map(text -> cursor(text).path("id").asInt(0))
                .orElse(0);
        int to = Math.min(all.size(), from + limit(request));
        ArrayNode data = Json.array();
        all.subList(Math.min(from, to), to).forEach(data::add);
        return PipedriveReplies.page(
                wrapped.apply(data), to < all.size() ? encoded(Json.object().put("id", to)) : "");
    }

    static int limit(ApiRequest request) {
        String text = request.parameter("limit").orElse("100");
        if (!text.matches("[1-9]\\d{0,2}") || Integer.parseInt(text) > 500) {
            throw PipedriveRefusal.invalid("limit", "must be between 1 and 500");
        }
        return Integer.parseInt(text);
    }

    static Set<String> customFields(ApiRequest request) {
        Set<String> asked = words(request, "custom_fields");
        if (asked.size() > MAX_CUSTOM_FIELDS) {
            throw PipedriveRefusal.invalid("custom_fields", "at most 15 keys");
        }
        return asked;
    }

    static Set<String> words(ApiRequest request, String name) {
        return Arrays.stream(request.parameter(name).orElse("").split(","))
                .filter(word -> !word.isBlank())
                .map(String::strip)
                .collect(Collectors.toSet());
    }

    private record Row(long id, Instant added, Instant updated, Map<String, String> links, JsonNode body) {}

    private List<Row> live(Type type, ApiRequest request, boolean archived) {
        Set<String> asked = customFields(request);
        boolean byIds = request.parameter("ids").isPresent();
        return (byIds ? store.all(type.name()) : store.searched(type.name()))
                .stream()
                        .filter(object -> archived
                                != object.field(PipedriveSchema.ARCHIVED).isEmpty())
                        .map(object -> row(type, object, asked))
                        .toList();
    }

    private static Row row(Type type, StoredObject object, Set<String> asked) {
        return new Row(
                Long.parseLong(object.id()),
                seconds(object.created()),
                seconds(object.modified()),
                object.fields(),
                PipedriveReplies.object(type, object, asked));
    }

    /** Only deals are listed after their delete; the store then has little more than their ids. */
    private List<Row> deleted(Type type) {
        return type.name().equals("deals")
                ? store.journal().stream()
                        .filter(entry ->
                                entry.effect() == Effect.DELETE && entry.type().equals(type.name()))
                        .filter(entry -> store.wasDeleted(type.name(), String.valueOf(entry.id())))
                        .flatMap(entry -> deleted(type, entry).stream())
                        .toList()
                : List.of();
    }

    private static Optional<Row> deleted(Type type, JournalEntry entry) {
        return Optional.ofNullable(entry.id()).map(id -> {
            StoredObject shadow = new StoredObject(
                    type.name(), id, Map.of(PipedriveSchema.RECORD_ID, entry.externalId()), entry.time(), entry.time());
            JsonNode body = PipedriveReplies.object(type, shadow, Set.of())
                    .put("status", "deleted")
                    .put("is_deleted", true);
            return new Row(Long.parseLong(id), seconds(entry.time()), seconds(entry.time()), Map.of(), body);
        });
    }

    private static Predicate<Row> filter(ApiRequest request) {
        Optional<Instant> since = time(request, "updated_since");
        Optional<Instant> until = time(request, "updated_until");
        Set<String> ids = words(request, "ids");
        if (ids.size() > MAX_IDS) {
            throw PipedriveRefusal.invalid("ids", "at most 100 ids");
        }
        return row -> since.map(time -> !row.updated().isBefore(time)).orElse(true)
                && until.map(row.updated()::isBefore).orElse(true)
                && (ids.isEmpty() || ids.contains(String.valueOf(row.id())))
                && Stream.of("org_id", "owner_id", "person_id").allMatch(link -> isLinked(request, row, link));
    }

    private static boolean isLinked(ApiRequest request, Row row, String link) {
        return request.parameter(link)
                .map(id -> id.equals(row.links().get(link)))
                .orElse(true);
    }

    /** A time without fractions of a second; others are refused. */
    private static Optional<Instant> time(ApiRequest request, String name) {
        return request.parameter(name).map(text -> {
            if (!text.matches("\\d{4}-(0\\d|1[0-2])-[0-2]\\dT([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\dZ")
                    && !text.matches("\\d{4}-(0\\d|1[0-2])-3[01]T([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\dZ")) {
                throw PipedriveRefusal.invalid(name, "not a valid datetime");
            }
            return Instant.parse(text);
        });
    }

    private static ApiReply page(List<Row> found, Order order, ApiRequest request) {
        int limit = limit(request);
        List<Row> rest = request.parameter("cursor")
                .map(PipedriveLists::cursor)
                .map(cursor ->
                        found.stream().filter(row -> order.isAfter(row, cursor)).toList())
                .orElse(found);
        List<Row> page = rest.subList(0, Math.min(limit, rest.size()));
        ArrayNode data = Json.array();
        page.forEach(row -> data.add(row.body()));
        return PipedriveReplies.page(data, page.size() < rest.size() ? order.cursor(page.getLast()) : "");
    }

    private static JsonNode cursor(String text) {
        try {
            JsonNode cursor = Json.read(new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8));
            if (cursor.path("id").isIntegralNumber()) {
                return cursor;
            }
        } catch (IllegalArgumentException | JacksonException unreadable) {
            // handled below, in the same way as a cursor of another form
        }
        throw PipedriveRefusal.invalid("cursor", "is not valid");
    }

    private static String encoded(JsonNode cursor) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(Json.write(cursor).getBytes(StandardCharsets.UTF_8));
    }

    private static Instant seconds(Instant time) {
        return Instant.ofEpochSecond(time.getEpochSecond());
    }

    /** The field by which a list is sorted; objects with equal values are sorted by id. */
    private record Order(String field, boolean descending) {

        static Order of(ApiRequest request) {
            String field = request.parameter("sort_by").orElse("id");
            String direction = request.parameter("sort_direction").orElse("asc");
            if (!Set.of("id", "update_time", "add_time").contains(field)) {
                throw PipedriveRefusal.invalid("sort_by", "must be one of id, update_time, add_time");
            }
            if (!Set.of("asc", "desc").contains(direction)) {
                throw PipedriveRefusal.invalid("sort_direction", "must be one of asc, desc");
            }
            return new Order(field, direction.equals("desc"));
        }

        Comparator<Row> rows() {
            Comparator<Row> ascending = Comparator.comparing(this::key).thenComparing(Row::id);
            return descending ? ascending.reversed() : ascending;
        }

        String cursor(Row row) {
            return encoded(Json.object()
                    .put("field", field)
                    .put("fieldValue", key(row))
                    .put("sortDirection", descending ? "desc" : "asc")
                    .put("id", row.id()));
        }

        boolean isAfter(Row row, JsonNode cursor) {
            int byKey = Long.compare(key(row), cursor.path("fieldValue").asLong(0));
            int compared = byKey == 0 ? Long.compare(row.id(), cursor.path("id").asLong()) : byKey;
            return descending ? compared < 0 : compared > 0;
        }

        private long key(Row row) {
            return switch (field) {
                case "update_time" -> row.updated().getEpochSecond();
                case "add_time" -> row.added().getEpochSecond();
                default -> row.id();
            };
        }
    }
}
