package io.recordsync.connectors.hubspot;

import io.recordsync.connectors.Cursor;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A position in the list of archived records. The list is not ordered by time, so each read goes through all of it.
 *
 * @param since the time from which on deletes are returned
 * @param nextSince the {@code since} of the next read; empty before the first page
 * @param after HubSpot's own mark of the page's beginning; empty for the first page
 */
record HubSpotCursor(Instant since, Optional<Instant> nextSince, String after) {

    private static final Pattern TEXT =
            Pattern.compile("archived:([^,]{1,40}),([^,]{1,40}),([A-Za-z0-9+/=_.-]{1,500})");

    /** @throws IllegalArgumentException if the cursor is not a position in the list */
    static HubSpotCursor of(Cursor cursor) {
        Matcher parts = TEXT.matcher(cursor.text());
        if (parts.matches()) {
            return new HubSpotCursor(instant(parts.group(1)), Optional.of(instant(parts.group(2))), parts.group(3));
        }
        Optional<Instant> time = cursor.isBeginning() ? Optional.of(Instant.EPOCH) : cursor.time();
        Instant since =
                time.orElseThrow(() -> new IllegalArgumentException("the cursor is not a position to read" + " from"));
        return new HubSpotCursor(since, Optional.empty(), "");
    }

    /**
     * Sets the beginning of the next read to the time of this read's first page. What is archived after that may be
     * placed before this read's position, and is returned by the next read.
     */
    HubSpotCursor begunBy(Instant time) {
        return new HubSpotCursor(since, nextSince.or(() -> Optional.of(time.isAfter(since) ? time : since)), after);
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
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("the cursor is not a position to read from", e);
        }
    }
}
