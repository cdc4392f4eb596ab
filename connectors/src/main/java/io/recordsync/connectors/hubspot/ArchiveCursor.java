package io.recordsync.connectors.hubspot;

import io.recordsync.connectors.Cursor;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in the list of archived records, which has no order by time: each read goes through all of it.
 *
 * @param since from when on the deletes are wanted
 * @param nextSince from when on the next read will want them; empty before the first page
 * @param after where the page begins, in HubSpot's words; empty for the first
 */
record ArchiveCursor(Instant since, Optional<Instant> nextSince, String after) {

    private static final Pattern TEXT =
            Pattern.compile("archived:([^,]{1,40}),([^,]{1,40}),([A-Za-z0-9+/=_.-]{1,500})");

    /** @throws IllegalArgumentException if it is no place in it */
    static ArchiveCursor of(Cursor cursor) {
        Matcher parts = TEXT.matcher(cursor.text());
        if (parts.matches()) {
            return new ArchiveCursor(instant(parts.group(1)), Optional.of(instant(parts.group(2))), parts.group(3));
        }
        Optional<Instant> time = cursor.isBeginning() ? Optional.of(Instant.EPOCH) : cursor.time();
        Instant since = time.orElseThrow(() -> new IllegalArgumentException("the cursor is no place to read from"));
        return new ArchiveCursor(since, Optional.empty(), "");
    }

    /** What is archived after the first page was read is for the next read: it may have come to stand before where this one is. */
    ArchiveCursor begunBy(Instant time) {
        return new ArchiveCursor(since, nextSince.or(() -> Optional.of(time.isAfter(since) ? time : since)), after);
    }

    Cursor cursor(String next) {
        return new Cursor("archived:%s,%s,%s".formatted(since, nextSince.orElse(since), next));
    }

    Cursor end() {
        return Cursor.since(nextSince.orElse(since));
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException none) {
            throw new IllegalArgumentException("the cursor is no place to read from", none);
        }
    }
}
