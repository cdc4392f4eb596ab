package io.recordsync.simulator.salesforce;

import io.recordsync.simulator.http.ApiReply;
import io.recordsync.simulator.http.ApiRequest;
import io.recordsync.simulator.http.Json;
import io.recordsync.simulator.salesforce.SalesforceSchema.Field;
import io.recordsync.simulator.salesforce.SalesforceSchema.Type;
import io.recordsync.simulator.store.CrmStore;
import io.recordsync.simulator.store.DeletedObject;
import io.recordsync.simulator.store.StoredObject;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads single records, and runs SOQL queries with their cursors. Must be called atomically. */
final class SalesforceQueries {

    private static final int MAX_PAGE = 2_000;
    private static final int MIN_PAGE = 200;
    private static final int MAX_CURSORS = 100;

    /** Salesforce writes the offset without a colon. */
    private static final DateTimeFormatter TIMESTAMP = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd'T'HH:mm:ss.SSSxx", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private static final Set<String> CASE_SENSITIVE = Set.of("Id", SalesforceSchema.EXTERNAL_ID);

    private static final String IS_DELETED = "IsDeleted";
    /** The record into which a deleted one was merged; people can merge the records of standard objects. */
    private static final String MASTER_RECORD_ID = "MasterRecordId";

    private final CrmStore store;
    private final SequencedMap<String, Cursor> cursors = new LinkedHashMap<>();
    private long cursorsOpened;

    SalesforceQueries(CrmStore store) {
        this.store = store;
    }

    private record Cursor(String version, SalesforceQuery query, Type type, List<StoredObject> rows, int page) {}

    /** A record with all its fields, or with those that {@code ?fields=} names. */
    ApiReply record(ApiRequest request, Type type, StoredObject object) {
        List<String> fields = request.parameter("fields")
                .map(names -> List.of(names.split(",")))
                .orElseGet(() -> allFields(type));
        return ApiReply.json(200, row(request.segment(2), type, fields, object));
    }

    ApiReply query(ApiRequest request) {
        return query(request, false);
    }

    /** Finds the records in the recycle bin too, in which the losers of merges are. */
    ApiReply queryAll(ApiRequest request) {
        return query(request, true);
    }

    private ApiReply query(ApiRequest request, boolean deletedToo) {
        SalesforceQuery soql = SalesforceQuery.parse(request.parameter("q").orElse(""));
        Type type = SalesforceSchema.type(soql.type())
                .orElseThrow(() -> new SalesforceRefusal(
                        400, "INVALID_TYPE", "sObject type '" + soql.type() + "' is not supported."));
        soql.fields().forEach(field -> fieldName(type, field));
        Stream<StoredObject> bin =
                deletedToo ? store.deleted(type.name()).stream().map(SalesforceQueries::inBin) : Stream.empty();
        List<StoredObject> rows = Stream.concat(store.all(type.name()).stream(), bin)
                .filter(object -> matches(type, soql.filter(), object))
                .sorted(order(type, soql.orders()))
                .limit(soql.limit())
                .toList();
        String locator = SalesforceSchema.longId("01gRS" + String.format(Locale.ROOT, "%010d", ++cursorsOpened));
        cursors.put(locator, new Cursor(request.segment(2), soql, type, rows, pageSize(request)));
        if (cursors.size() > MAX_CURSORS) {
            cursors.pollFirstEntry();
        }
        return page(locator, 0);
    }

    private static StoredObject inBin(DeletedObject deleted) {
        StoredObject last = deleted.last();
        Map<String, String> fields = new HashMap<>(last.fields());
        fields.put(IS_DELETED, "true");
        deleted.mergedInto().ifPresent(into -> fields.put(MASTER_RECORD_ID, into));
        return new StoredObject(last.type(), last.id(), Map.copyOf(fields), last.created(), last.modified());
    }

    /** The page that a {@code nextRecordsUrl} points to. */
    ApiReply more(String locatorAndOffset) {
        String[] parts = locatorAndOffset.split("-", 2);
        if (parts.length < 2 || !parts[1].matches("\\d{1,9}") || !cursors.containsKey(parts[0])) {
            throw new SalesforceRefusal(400, "INVALID_QUERY_LOCATOR", "invalid query locator");
        }
        return page(parts[0], Integer.parseInt(parts[1]));
    }

    private ApiReply page(String locator, int from) {
        Cursor cursor = cursors.get(locator);
        if (cursor == null) {
            throw new SalesforceRefusal(400, "INVALID_QUERY_LOCATOR", "invalid query locator");
        }
        int to = Math.min(cursor.rows().size(), from + cursor.page());
        boolean done = to == cursor.rows().size();
        ObjectNode body = Json.object().put("totalSize", cursor.rows().size()).put("done", done);
        if (done) {
            cursors.remove(locator);
        } else {
            body.put("nextRecordsUrl", "/services/data/" + cursor.version() + "/query/" + locator + "-" + to);
        }
        ArrayNode records = body.putArray("records");
        cursor.rows()
                .subList(Math.min(from, to), to)
                .forEach(object -> records.add(
                        row(cursor.version(), cursor.type(), cursor.query().fields(), object)));
        return ApiReply.json(200, body);
    }

    private static int pageSize(ApiRequest request) {
        String options = request.header("Sforce-Query-Options").orElse("").replace(" ", "");
        if (!options.matches("batchSize=\\d{1,6}")) {
            return MAX_PAGE;
        }
        return Math.clamp(Integer.parseInt(options.substring("batchSize=".length())), MIN_PAGE, MAX_PAGE);
    }

    private static ObjectNode row(String version, Type type, List<String> fields, StoredObject object) {
        ObjectNode row = Json.object();
        row.putObject("attributes")
                .put("type", type.name())
                .put("url", "/services/data/" + version + "/sobjects/" + type.name() + "/" + object.id());
        for (String field : fields) {
            String name = fieldName(type, field.strip());
            String value = value(object, name);
            row.put(name, value.isEmpty() ? null : value);
            if (name.equals(IS_DELETED)) {
                row.put(name, Boolean.parseBoolean(value));
            }
        }
        return row;
    }

    private static List<String> allFields(Type type) {
        List<String> own = type.fields().values().stream().map(Field::name).toList();
        return Stream.concat(Stream.of("Id", "CreatedDate", "LastModifiedDate", "SystemModstamp"), own.stream())
                .toList();
    }

    private static String fieldName(Type type, String anyCase) {
        return switch (anyCase.toLowerCase(Locale.ROOT)) {
            case "id" -> "Id";
            case "createddate" -> "CreatedDate";
            case "lastmodifieddate" -> "LastModifiedDate";
            case "systemmodstamp" -> "SystemModstamp";
            case "isdeleted" -> IS_DELETED;
            default -> ownFieldName(type, anyCase);
        };
    }

    private static String ownFieldName(Type type, String anyCase) {
        if (!type.isCustom() && anyCase.equalsIgnoreCase(MASTER_RECORD_ID)) {
            return MASTER_RECORD_ID;
        }
        return type.field(anyCase)
                .map(Field::name)
                .orElseThrow(() -> new SalesforceRefusal(
                        400, "INVALID_FIELD", "No such column '" + anyCase + "' on entity '" + type.name() + "'."));
    }

    static String time(Instant time) {
        return TIMESTAMP.format(time);
    }

    private static String value(StoredObject object, String field) {
        return switch (field) {
            case "Id" -> object.id();
            case "CreatedDate" -> TIMESTAMP.format(object.created());
            case "LastModifiedDate", "SystemModstamp" -> TIMESTAMP.format(object.modified());
            default -> object.field(field);
        };
    }

    private static boolean matches(Type type, SalesforceQuery.Filter filter, StoredObject object) {
        return switch (filter) {
            case SalesforceQuery.All all -> all.parts().stream().allMatch(part -> matches(type, part, object));
            case SalesforceQuery.Any any -> any.parts().stream().anyMatch(part -> matches(type, part, object));
            case SalesforceQuery.Condition condition -> matches(type, condition, object);
        };
    }

    private static boolean matches(Type type, SalesforceQuery.Condition condition, StoredObject object) {
        String field = fieldName(type, condition.field());
        return switch (condition.operator()) {
            case "IN" -> condition.values().stream().anyMatch(value -> compare(field, object, value) == 0);
            case "=" -> compare(field, object, condition.values().getFirst()) == 0;
            case "!=", "<>" -> compare(field, object, condition.values().getFirst()) != 0;
            case ">" -> compare(field, object, condition.values().getFirst()) > 0;
            case ">=" -> compare(field, object, condition.values().getFirst()) >= 0;
            case "<" -> compare(field, object, condition.values().getFirst()) < 0;
            default -> compare(field, object, condition.values().getFirst()) <= 0;
        };
    }

    private static int compare(String field, StoredObject object, String literal) {
        return switch (field) {
            case "CreatedDate" -> millis(object.created()).compareTo(instant(literal));
            case "LastModifiedDate", "SystemModstamp" ->
                millis(object.modified()).compareTo(instant(literal));
            case "Id" -> object.id().compareTo(SalesforceSchema.longId(literal));
            default ->
                CASE_SENSITIVE.contains(field)
                        ? object.field(field).compareTo(literal)
                        : object.field(field).compareToIgnoreCase(literal);
        };
    }

    private static Instant instant(String literal) {
        try {
            return OffsetDateTime.parse(literal).toInstant();
        } catch (DateTimeParseException e) {
            throw new SalesforceRefusal(400, "INVALID_FIELD", "value of filter criterion must be of type dateTime");
        }
    }

    private static Comparator<StoredObject> order(Type type, List<SalesforceQuery.Order> orders) {
        Comparator<StoredObject> order = Comparator.comparing(object -> 0);
        for (SalesforceQuery.Order next : orders) {
            String field = fieldName(type, next.field());
            Comparator<StoredObject> byField = byField(field);
            order = order.thenComparing(next.descending() ? byField.reversed() : byField);
        }
        return order;
    }

    private static Comparator<StoredObject> byField(String field) {
        return switch (field) {
            case "CreatedDate" -> Comparator.comparing(object -> millis(object.created()));
            case "LastModifiedDate", "SystemModstamp" -> Comparator.comparing(object -> millis(object.modified()));
            default -> Comparator.comparing(object -> value(object, field));
        };
    }

    /** A client sees times in milliseconds, so queries compare in milliseconds. */
    private static Instant millis(Instant time) {
        return time.truncatedTo(ChronoUnit.MILLIS);
    }
}
