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
final class PipedriveReader {

    static final int LARGEST_PAGE = 500;

    /** By how many seconds the next read steps back: the longest delay until a change becomes visible. */
    private static final long STEP_BACK = 10;

    /** More seconds than the calls of one read can take. */
    private static final long ONE_READ = 300;

    private static final int MOST_KEYS = 15;

    private final PipedriveApi api;
    private final String recordIdField;

    PipedriveReader(PipedriveApi api, String recordIdField) {
        this.api = api;
        this.recordIdField = recordIdField;
    }

    /**
     * Refuses a read that is not supported, before any call.
     *
     * @throws IllegalArgumentException when its cursor is not valid
     */
    static PipedriveCursor place(Read read, PipedriveObject object) {
        if (read.feed() == Read.Feed.DELETES && object != PipedriveObject.DEALS) {
            throw ConnectorException.unsupported(
                    PipedriveConnector.SYSTEM, "tell which " + object.path() + " were deleted; of deals it can");
        }
        return PipedriveCursor.of(read.from());
    }

    Page read(Read read, PipedriveCursor from, FieldCatalog book, CallScope scope) {
        PipedriveCursor place = from;
        VendorResponse response = page(read, place, book, scope);
        if (!place.vendor().isEmpty() && PipedriveErrors.isBadRequest(response)) {
            place = place.withoutVendor();
            response = page(read, place, book, scope);
        }
        List<JsonNode> records = records(response, book);
        List<ReadRecord> found =
                records.stream().map(record -> found(read, record, book)).toList();
        Optional<String> next = PipedriveErrors.nextCursor(response);
        PipedriveCursor reached = reached(place, records);
        return next.isPresent()
                ? new Page(
                        found, goingOn(read, reached, next.get(), book, scope).cursor(), false)
                : new Page(found, end(read, reached), true);
    }

    private VendorResponse page(Read read, PipedriveCursor place, FieldCatalog book, CallScope scope) {
        Map<String, String> parameters = parameters(read, "asc", Math.min(read.most(), LARGEST_PAGE));
        if (!place.isFromTheBeginning()) {
            parameters.put("updated_since", PipedriveCursor.text(place.since()));
        }
        if (!place.vendor().isEmpty()) {
            parameters.put("cursor", place.vendor());
        }
        keys(read, book).ifPresent(keys -> parameters.put("custom_fields", keys));
        return api.list(book.object(), parameters, scope);
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
    private Optional<String> keys(Read read, FieldCatalog book) {
        List<String> keys = new ArrayList<>(List.of(book.recordId(recordIdField).code()));
        read.fields().stream()
                .map(book::named)
                .filter(FieldCatalog.Field::custom)
                .map(FieldCatalog.Field::code)
                .forEach(keys::add);
        return keys.size() > MOST_KEYS ? Optional.empty() : Optional.of(String.join(",", keys));
    }

    private static List<JsonNode> records(VendorResponse response, FieldCatalog book) {
        String subject = "a read of " + book.object().path();
        return PipedriveErrors.requireData(
                        response,
                        data -> data.isArray() && data.valueStream().allMatch(PipedriveConnector::isRecord),
                        subject)
                .json()
                .path("data")
                .valueStream()
                .toList();
    }

    private static PipedriveCursor reached(PipedriveCursor place, List<JsonNode> records) {
        long last = records.stream()
                .flatMap(record -> modified(record).stream())
                .mapToLong(Instant::getEpochSecond)
                .reduce(place.last(), Math::max);
        return new PipedriveCursor(place.since(), last, place.floor(), place.vendor());
    }

    private PipedriveCursor goingOn(
            Read read, PipedriveCursor reached, String next, FieldCatalog book, CallScope scope) {
        long floor = reached.hasFloor() ? reached.floor() : floor(read, reached, book, scope);
        return new PipedriveCursor(reached.since(), reached.last(), floor, next);
    }

    /** Determined at the first page that is not the last: every later change has this time or a later one. */
    private long floor(Read read, PipedriveCursor reached, FieldCatalog book, CallScope scope) {
        VendorResponse response = api.list(book.object(), parameters(read, "desc", 1), scope);
        long newest = records(response, book).stream()
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

    private ReadRecord found(Read read, JsonNode record, FieldCatalog book) {
        String id = record.path("id").asString();
        Optional<String> recordId = record.path("custom_fields")
                .path(book.recordId(recordIdField).code())
                .asStringOpt();
        if (read.feed() == Read.Feed.DELETES || record.path("is_deleted").asBoolean(false)) {
            return ReadRecord.deleted(id, recordId, modified(record));
        }
        Map<String, @Nullable Object> content = new HashMap<>();
        read.fields().forEach(name -> content.put(name, value(record, book, name)));
        return new ReadRecord(id, recordId, modified(record), false, content);
    }

    private static @Nullable Object value(JsonNode record, FieldCatalog book, String name) {
        if (book.object() == PipedriveObject.PERSONS && (name.equals("email") || name.equals("phone"))) {
            String primary = (name.equals("email") ? ContactPoints.EMAILS : ContactPoints.PHONES).primary(record);
            return primary.isEmpty() ? null : primary;
        }
        FieldCatalog.Field field = book.named(name);
        JsonNode holder = field.custom() ? record.path("custom_fields") : record;
        return FieldValues.fromVendor(holder.path(field.code()));
    }

    private static Optional<Instant> modified(JsonNode record) {
        try {
            return record.path("update_time").asStringOpt().map(Instant::parse);
        } catch (DateTimeException unreadable) {
            return Optional.empty();
        }
    }
}
