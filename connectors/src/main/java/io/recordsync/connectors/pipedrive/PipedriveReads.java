package io.recordsync.connectors.pipedrive;

import io.recordsync.connectors.CallScope;
import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.Cursor;
import io.recordsync.connectors.Page;
import io.recordsync.connectors.Read;
import io.recordsync.connectors.ReadRecord;
import io.recordsync.connectors.http.VendorResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * Reads by time of change, from page to page with Pipedrive's own cursor. The order is by whole seconds, and within a
 * second by id. So a record that changes in the second in which a page has just ended may be placed before the page's
 * end. If a read has several pages, the next read therefore starts at the time of the first page, and finds that
 * record.
 */
final class PipedriveReads {

    static final int MAX_PAGE = 500;

    /** The largest number of ids in one request. */
    static final int MAX_FIND = 100;

    /** The longest delay until a change becomes visible. The next read steps back by it. */
    static final Duration LAG = Duration.ofSeconds(10);

    /** The unit of Pipedrive's times. */
    static final Duration RESOLUTION = Duration.ofSeconds(1);

    /** More seconds than the calls of one read can take. */
    private static final long ONE_READ = 300;

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

    /**
     * Reads records by their ids, with one call; with a second one for deals that the first does not return, because
     * they may be archived. A text that does not have the form of an id belongs to no record.
     */
    List<ReadRecord> find(String name, List<String> names, List<String> externalIds, CallScope scope) {
        PipedriveObject object = PipedriveObject.named(name);
        Set<String> ids = externalIds.stream().filter(PipedriveApi::isId).collect(Collectors.toSet());
        if (ids.isEmpty()) {
            return List.of();
        }
        FieldCatalog catalog = fields.of(object, names, scope);
        List<JsonNode> rows = new ArrayList<>(all(api.list(object, parameters(ids, names, catalog), scope), catalog));
        Set<String> missing = new TreeSet<>(ids);
        rows.forEach(row -> missing.remove(row.path("id").asString()));
        if (object == PipedriveObject.DEALS && !missing.isEmpty()) {
            rows.addAll(all(api.archived(parameters(missing, names, catalog), scope), catalog));
        }
        return rows.stream()
                .filter(row -> !PipedriveContent.isDeleted(row))
                .flatMap(row -> found(row, ids, names, catalog))
                .toList();
    }

    private Map<String, String> parameters(Set<String> ids, List<String> names, FieldCatalog catalog) {
        Map<String, String> parameters =
                new HashMap<>(Map.of("ids", String.join(",", new TreeSet<>(ids)), "limit", Integer.toString(MAX_FIND)));
        catalog.keys(recordIdField, names).ifPresent(keys -> parameters.put("custom_fields", keys));
        return parameters;
    }

    /** The records of a list that has one page. */
    private List<JsonNode> all(VendorResponse response, FieldCatalog catalog) {
        List<JsonNode> rows = records(response, catalog);
        if (PipedriveErrors.nextCursor(response).isPresent()) {
            throw ConnectorException.unreadable(api.system(), "a read by ids with more than one page");
        }
        return rows;
    }

    /** The record, and the one that was merged into it. Pipedrive names the latter in the record that remains. */
    private Stream<ReadRecord> found(JsonNode row, Set<String> ids, List<String> names, FieldCatalog catalog) {
        String id = row.path("id").asString();
        Stream<ReadRecord> merged = Stream.of(row.path("merge_what_id").asString(""))
                .filter(other -> ids.contains(other) && !other.equals(id))
                .map(other -> ReadRecord.merged(other, id));
        Stream<ReadRecord> asked = Stream.of(row)
                .filter(any -> ids.contains(id))
                .map(any -> PipedriveContent.readRecord(any, catalog, recordIdField, names));
        List<ReadRecord> found = Stream.concat(asked, merged).toList();
        if (found.isEmpty()) {
            throw ConnectorException.unreadable(api.system(), "a read by ids with a record of another id");
        }
        return found.stream();
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
        catalog.keys(recordIdField, read.fields()).ifPresent(keys -> parameters.put("custom_fields", keys));
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
                .flatMap(record -> PipedriveContent.modified(record).stream())
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
                .flatMap(record -> PipedriveContent.modified(record).stream())
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
        return since(Math.max(reached.since(), end - LAG.toSeconds()));
    }

    private static Cursor since(long seconds) {
        return Cursor.since(Instant.ofEpochSecond(Math.max(seconds, 0)));
    }

    private ReadRecord readRecord(Read read, JsonNode record, FieldCatalog catalog) {
        return read.feed() == Read.Feed.DELETES || PipedriveContent.isDeleted(record)
                ? PipedriveContent.deleted(record, catalog, recordIdField)
                : PipedriveContent.readRecord(record, catalog, recordIdField, read.fields());
    }
}
