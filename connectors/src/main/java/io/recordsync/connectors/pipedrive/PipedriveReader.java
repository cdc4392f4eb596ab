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
 * Reads by time of change, page after page by Pipedrive's own cursor. Its order is by the whole second and, in one second, by the id; so a record that
 * changes in the second at which a page has just ended can come to stand before the page's end. Where there are several pages, the next read begins
 * again at the time of the first of them, and finds it.
 */
final class PipedriveReader {

    static final int LARGEST_PAGE = 500;

    /** A change is to be seen that became visible so much later than its time says. */
    private static final long STEP_BACK = 10;

    /** Longer than the calls of one read can take. */
    private static final long ONE_READ = 300;

    private static final int MOST_KEYS = 15;

    private final PipedriveApi api;
    private final String recordIdField;

    PipedriveReader(PipedriveApi api, String recordIdField) {
        this.api = api;
        this.recordIdField = recordIdField;
    }

    /**
     * Refuses, before any call, what cannot be read.
     *
     * @throws IllegalArgumentException when its cursor is none
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

    /** So many can be asked for by name; where there are more, all come. */
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

    /** Asked for at the first page that is not the last: what changes from now on has this time, or a later one. */
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
