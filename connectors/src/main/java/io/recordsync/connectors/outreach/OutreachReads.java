package io.recordsync.connectors.outreach;

import io.recordsync.connectors.CallScope;
import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.Cursor;
import io.recordsync.connectors.Page;
import io.recordsync.connectors.Read;
import io.recordsync.connectors.ReadRecord;
import io.recordsync.connectors.http.VendorResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Reads what changed, page by page. */
final class OutreachReads {

    /** The page size of published clients; Outreach documents no maximum. */
    static final int MAX_PAGE = 250;

    /** The largest number of ids in one call. It is less than a page, so that a complete answer has no next page. */
    static final int MAX_FIND = 100;

    /** Times have three digits after the second. */
    static final Duration RESOLUTION = Duration.ofMillis(1);

    private final OutreachApi api;
    private final InstantSource clock;

    OutreachReads(OutreachApi api, InstantSource clock) {
        this.api = api;
        this.clock = clock;
    }

    Page read(Read read, CallScope scope) {
        if (read.feed() == Read.Feed.DELETES) {
            throw ConnectorException.unsupported(api.system(), "list deleted records");
        }
        OutreachObject object = OutreachObject.of(read.object());
        OutreachCursor cursor = OutreachCursor.of(read.from());
        VendorResponse response = page(object, read, cursor, scope);
        List<JsonNode> rows = OutreachApi.rows(response, "a read of " + object.path())
                .valueStream()
                .toList();
        return page(object, read, cursor, response, rows);
    }

    /** Reads records by their ids, with one call. A text that does not have the form of an id belongs to no record. */
    List<ReadRecord> find(String name, List<String> fields, List<String> externalIds, CallScope scope) {
        OutreachObject object = OutreachObject.of(name);
        List<String> ids = externalIds.stream().filter(OutreachApi::isId).toList();
        if (ids.isEmpty()) {
            return List.of();
        }
        VendorResponse response = api.byIds(object, ids, attributes(object, fields), MAX_PAGE, scope);
        List<JsonNode> rows = OutreachApi.rows(response, "a look-up of " + object.path())
                .valueStream()
                .toList();
        boolean meant = rows.stream()
                .allMatch(row -> OutreachApi.id(row).filter(ids::contains).isPresent());
        if (!meant || api.next(response).isPresent()) {
            throw OutreachErrors.ignoredFilter(api.system(), object, "id");
        }
        return rows.stream()
                .filter(row -> !OutreachAttributes.isTrashed(row))
                .map(row -> OutreachAttributes.readRecord(object, row, fields))
                .toList();
    }

    /** If Outreach refuses the query of its next page, the page is read again from the cursor's time. */
    private VendorResponse page(OutreachObject object, Read read, OutreachCursor cursor, CallScope scope) {
        Optional<VendorResponse> next = cursor.query().map(query -> api.page(object, query, scope));
        return next.filter(response -> !OutreachErrors.isRefusedQuery(response))
                .orElseGet(() -> api.changes(
                        object,
                        cursor.from(),
                        attributes(object, read.fields()),
                        Math.min(read.limit(), MAX_PAGE),
                        scope));
    }

    private Page page(
            OutreachObject object, Read read, OutreachCursor cursor, VendorResponse response, List<JsonNode> rows) {
        Instant now = time(response);
        Optional<String> more = api.next(response);
        Optional<Instant> last = rows.isEmpty() ? cursor.from() : Optional.of(updated(rows.getLast()));
        Cursor next = more.map(query -> cursor.next(last.orElse(Instant.EPOCH), now, query))
                .orElseGet(() -> rows.isEmpty() ? unchanged(cursor) : cursor.end(last.orElseThrow(), now));
        List<ReadRecord> records = rows.stream()
                .filter(row -> !OutreachAttributes.isTrashed(row))
                .map(row -> readRecord(object, read, row))
                .toList();
        return new Page(records, next, more.isEmpty());
    }

    /** The cursor after an empty page. */
    private static Cursor unchanged(OutreachCursor cursor) {
        return cursor.from().map(Cursor::since).orElse(Cursor.BEGINNING);
    }

    /** The time by Outreach's clock, which may differ from ours; the times of records are by the same clock. */
    private Instant time(VendorResponse response) {
        return response.date().orElseGet(clock::instant);
    }

    /** The attributes to ask for: those of the fields, and what every record is read with. */
    private static String attributes(OutreachObject object, List<String> fields) {
        Set<String> attributes = new LinkedHashSet<>();
        fields.forEach(field -> attributes.add(OutreachAttributes.attribute(field)));
        attributes.add(object.recordIdAttribute());
        attributes.add(OutreachAttributes.UPDATED);
        if (object == OutreachObject.PROSPECTS) {
            attributes.add(OutreachAttributes.TRASHED);
        }
        return String.join(",", attributes);
    }

    private ReadRecord readRecord(OutreachObject object, Read read, JsonNode row) {
        if (OutreachApi.id(row).isEmpty() || OutreachAttributes.updated(row).isEmpty()) {
            throw unreadable();
        }
        return OutreachAttributes.readRecord(object, row, read.fields());
    }

    private Instant updated(JsonNode row) {
        return OutreachAttributes.updated(row).orElseThrow(this::unreadable);
    }

    private ConnectorException unreadable() {
        return ConnectorException.unreadable(api.system(), "a read with a record that has no id or time");
    }
}
