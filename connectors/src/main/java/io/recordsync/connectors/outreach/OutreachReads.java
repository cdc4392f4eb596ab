package io.recordsync.connectors.outreach;

import io.recordsync.connectors.CallScope;
import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.Cursor;
import io.recordsync.connectors.Page;
import io.recordsync.connectors.Read;
import io.recordsync.connectors.ReadRecord;
import io.recordsync.connectors.http.VendorResponse;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads what changed, page by page. */
final class OutreachReads {

    /** The page size of published clients; Outreach documents no maximum. */
    static final int MAX_PAGE = 250;

    private static final String UPDATED = "updatedAt";
    private static final String TRASHED = "trashedAt";

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

    /** If Outreach refuses the query of its next page, the page is read again from the cursor's time. */
    private VendorResponse page(OutreachObject object, Read read, OutreachCursor cursor, CallScope scope) {
        Optional<VendorResponse> next = cursor.query().map(query -> api.page(object, query, scope));
        return next.filter(response -> !OutreachErrors.isRefusedQuery(response))
                .orElseGet(() -> api.changes(
                        object,
                        cursor.from(),
                        String.join(",", attributes(object, read)),
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
                .filter(row -> OutreachAttributes.text(row, TRASHED).isEmpty())
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

    private static Set<String> attributes(OutreachObject object, Read read) {
        Set<String> attributes = new LinkedHashSet<>();
        read.fields().forEach(field -> attributes.add(OutreachAttributes.attribute(field)));
        attributes.add(object.recordIdAttribute());
        attributes.add(UPDATED);
        if (object == OutreachObject.PROSPECTS) {
            attributes.add(TRASHED);
        }
        return attributes;
    }

    private ReadRecord readRecord(OutreachObject object, Read read, JsonNode row) {
        Map<String, @Nullable Object> content = new HashMap<>();
        read.fields().forEach(field -> content.put(field, OutreachAttributes.value(row, field)));
        return new ReadRecord(
                OutreachApi.id(row).orElseThrow(this::unreadable),
                Optional.of(OutreachAttributes.text(row, object.recordIdAttribute())),
                Optional.of(updated(row)),
                false,
                content);
    }

    private Instant updated(JsonNode row) {
        try {
            return OffsetDateTime.parse(OutreachAttributes.text(row, UPDATED)).toInstant();
        } catch (DateTimeException e) {
            throw unreadable();
        }
    }

    /** The cause is dropped, because its message quotes a value. */
    private ConnectorException unreadable() {
        return ConnectorException.unreadable(api.system(), "a read with a record that has no id or time");
    }
}
