package io.recordsync.connectors.outreach;

import io.recordsync.connectors.Cursor;
import io.recordsync.connectors.SettingChecks;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;

/**
 * A position in the changes of an object, which Outreach sorts by time. A page starts at the time of the last record of
 * the page before it, including that time, so that no change is missed. Only if all records of a page have one time is
 * Outreach's own next page used.
 *
 * @param from the time to start at, inclusive; empty for the beginning
 * @param began when the read began, by Outreach's clock; empty before its first page
 * @param query the query of Outreach's next page, in a list that starts at {@code from}
 */
record OutreachCursor(Optional<Instant> from, Optional<Instant> began, Optional<String> query) {

    /** How long after its time a change may become visible, because of a long transaction or a replica that lags. */
    static final Duration LATE = Duration.ofMinutes(1);

    private static final String PART = "|";

    /** @throws IllegalArgumentException if this class did not make the cursor */
    static OutreachCursor of(Cursor cursor) {
        if (cursor.isBeginning() || cursor.time().isPresent()) {
            return new OutreachCursor(cursor.time(), Optional.empty(), Optional.empty());
        }
        List<String> parts = List.of(cursor.text().split("\\|", 3));
        SettingChecks.require(parts.size() == 3, "the cursor is not a position in Outreach's changes");
        return new OutreachCursor(
                Optional.of(time(parts.get(0))),
                Optional.of(time(parts.get(1))),
                Optional.of(parts.get(2)).filter(query -> !query.isEmpty()));
    }

    /**
     * The position of the next page.
     *
     * @param last the time of the page's last record
     * @param now when the page was read
     * @param next the query of Outreach's next page
     */
    Cursor next(Instant last, Instant now, String next) {
        boolean goesOn = from.isEmpty() || last.isAfter(from.get());
        return new Cursor(last + PART + began.orElse(now) + PART + (goesOn ? "" : next));
    }

    /**
     * The position of the next read: one minute before the last record or the start of this read, whichever is earlier.
     * So changes that were not yet visible when this read passed their time are still found.
     */
    Cursor end(Instant last, Instant now) {
        Instant start = began.orElse(now);
        return Cursor.since((last.isBefore(start) ? last : start).minus(LATE));
    }

    private static Instant time(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("the cursor is not a position in Outreach's changes", e);
        }
    }
}
