package io.recordsync.connectors.pipedrive;

import io.recordsync.connectors.CallScope;
import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.Cursor;
import io.recordsync.connectors.Page;
import io.recordsync.connectors.Read;
import io.recordsync.connectors.ReadRecord;
import io.recordsync.connectors.http.VendorResponse;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads by time of change, from page to page with Pipedrive's own cursor. The order is by whole seconds, and within a
 * second by id. So a record that changes in the second in which a page has just ended may be placed before the page's
 * end. If a read has several pages, the next read therefore starts at the time of the first page, and finds that
 * record.
 */
final class PipedriveReads {

    static final int MAX_PAGE = 500;

    /** By how many seconds the next read steps back: the longest delay until a change becomes visible. */
    private static final long STEP_BACK = 10;

    /** More seconds than the calls of one read can take. */
    private static final long ONE_READ = 300;

    private static final int MAX_KEYS = 15;

    private final PipedriveApi api;
    private final PipedriveFields fields;
    private final String recordIdField;

    PipedriveReads(PipedriveApi api, PipedriveFields fields, String recordIdField) {
        this.api = api;
        this.fields = fields;
        this.recordIdField = recordIdField;
    }

    /** @throws IllegalArgumentException when the read's cursor is not valid */
    Page read(Read read, CallScope scope) {
        PipedriveObject object = PipedriveObject.named(read.object());
        requireReadable(read, object);
        PipedriveCursor from = PipedriveCursor.of(read.from());
        return read(read, from, fields.of(object, read.fields(), scope), scope);
    }

    private void requireReadable(Read read, PipedriveObject object) {
        if (read.feed() == Read.Feed.DELETES && object != PipedriveObject.DEALS) {
            throw ConnectorException.unsupported(
                    api.system(), "report which " + object.path() + " were deleted; it can do so for" + " deals only");
        }
    }

    private Page read(Read read, PipedriveCursor from, FieldCatalog catalog, CallScope scope) {
        PipedriveCursor position = from;
        VendorResponse response = page(read, position, catalog, scope);
        if (!position.vendor().isEmpty() && PipedriveErrors.isBadRequest(response)) {
            position = position.withoutVendor();
            response = page(read, position, catalog, scope);
        }
        List<JsonNode> records = records(response, catalog);
        List<ReadRecord> readRecords = records.stream()
                .map(record -> readRecord(read, record, catalog))
                .toList();
        Optional<String> next = PipedriveErrors.nextCursor(response);
        PipedriveCursor reached = reached(position, records);
        return next.isPresent()
                ? new Page(
                        readRecords,
                        continued(read, reached, next.get(), catalog, scope).cursor(),
                        false)
                : new Page(readRecords, end(read, reached), true);
    }

    private VendorResponse page(Read read, PipedriveCursor position, FieldCatalog catalog, CallScope scope) {
        Map<String, String> parameters = parameters(read, "asc", Math.min(read.limit(), MAX_PAGE));
        if (!position.isFromTheBeginning()) {
            parameters.put("updated_since", PipedriveCursor.text(position.since()));
        }
        if (!position.vendor().isEmpty()) {
            parameters.put("cursor", position.vendor());
        }
        keys(read, catalog).ifPresent(keys -> parameters.put("custom_fields", keys));
        return api.list(catalog.object(), parameters, scope);
    }

    private static Map<String, String> parameters(Read read, String direction, int limit) {
        Map<String, String> parameters = new HashMap<>(
                Map.of("sort_by", "update_time", "sort_direction", direction, "limit", Integer.toString(limit)));
        if (read.feed() == Read.Feed.DELETES) {
            parameters.put("status", "deleted");
        }
        return parameters;
    }

    /**
     * Pipedrive accepts up to 15 keys of custom fields. If there are more, none are named and all fields are returned.
     */
    private Optional<String> keys(Read read, FieldCatalog catalog) {
        List<String> keys =
                new ArrayList<>(List.of(catalog.recordId(recordIdField).code()));
        read.fields().stream()
                .map(catalog::named)
                .filter(FieldCatalog.Field::custom)
                .map(FieldCatalog.Field::code)
                .forEach(keys::add);
        return keys.size() > MAX_KEYS ? Optional.empty() : Optional.of(String.join(",", keys));
    }

    private static List<JsonNode> records(VendorResponse response, FieldCatalog catalog) {
        String subject = "a read of " + catalog.object().path();
        return PipedriveErrors.requireData(
                        response,
                        data -> data.isArray() && data.valueStream().allMatch(PipedriveApi::isRecord),
                        subject)
                .json()
                .path("data")
                .valueStream()
                .toList();
    }

    private static PipedriveCursor reached(PipedriveCursor position, List<JsonNode> records) {
        long last = records.stream()
                .flatMap(record -> modified(record).stream())
                .mapToLong(Instant::getEpochSecond)
                .reduce(position.last(), Math::max);
        return new PipedriveCursor(position.since(), last, position.floor(), position.vendor());
    }

    private PipedriveCursor continued(
            Read read, PipedriveCursor reached, String next, FieldCatalog catalog, CallScope scope) {
        long floor = reached.hasFloor() ? reached.floor() : floor(read, reached, catalog, scope);
        return new PipedriveCursor(reached.since(), reached.last(), floor, next);
    }

    /** Determined at the first page that is not the last: every later change has this time or a later one. */
    private long floor(Read read, PipedriveCursor reached, FieldCatalog catalog, CallScope scope) {
        VendorResponse response = api.list(catalog.object(), parameters(read, "desc", 1), scope);
        long newest = records(response, catalog).stream()
                .flatMap(record -> modified(record).stream())
                .mapToLong(Instant::getEpochSecond)
                .max()
                .orElse(0);
        return Math.max(Math.max(reached.last(), newest - ONE_READ), 0);
    }

    private static Cursor end(Read read, PipedriveCursor reached) {
        long end = reached.hasFloor() ? reached.floor() : reached.last();
        if (end < 0) {
            return reached.isFromTheBeginning() ? read.from() : since(reached.since());
        }
        return since(Math.max(reached.since(), end - STEP_BACK));
    }

    private static Cursor since(long seconds) {
        return Cursor.since(Instant.ofEpochSecond(Math.max(seconds, 0)));
    }

    private ReadRecord readRecord(Read read, JsonNode record, FieldCatalog catalog) {
        String id = record.path("id").asString();
        Optional<String> recordId = record.path("custom_fields")
                .path(catalog.recordId(recordIdField).code())
                .asStringOpt();
        if (read.feed() == Read.Feed.DELETES || record.path("is_deleted").asBoolean(false)) {
            return ReadRecord.deleted(id, recordId, modified(record));
        }
        Map<String, @Nullable Object> content = new HashMap<>();
        read.fields().forEach(name -> content.put(name, value(record, catalog, name)));
        return new ReadRecord(id, recordId, modified(record), false, content);
    }

    private static @Nullable Object value(JsonNode record, FieldCatalog catalog, String name) {
        if (catalog.object() == PipedriveObject.PERSONS && (name.equals("email") || name.equals("phone"))) {
            String primary = (name.equals("email") ? ContactPoints.EMAILS : ContactPoints.PHONES).primary(record);
            return primary.isEmpty() ? null : primary;
        }
        FieldCatalog.Field field = catalog.named(name);
        JsonNode holder = field.custom() ? record.path("custom_fields") : record;
        return FieldValues.fromVendor(holder.path(field.code()));
    }

    private static Optional<Instant> modified(JsonNode record) {
        try {
            return record.path("update_time").asStringOpt().map(Instant::parse);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
