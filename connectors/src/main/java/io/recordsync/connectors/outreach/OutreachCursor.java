package io.recordsync.connectors.outreach;

import io.recordsync.connectors.Account;
import io.recordsync.connectors.Cursor;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;

/**
 * A place in the changes of an object, which Outreach sorts by time. A page goes on from the time of the last one's last record, that time
 * included: so nothing is missed whatever changes meanwhile. Only within records of one time that fill a page the way is Outreach's own
 * next page.
 *
 * @param from the time, that time included; empty for the beginning
 * @param began when the read began, by Outreach's clock; empty before its first page
 * @param query of Outreach's next page, of a list that begins at {@code from}
 */
record OutreachCursor(Optional<Instant> from, Optional<Instant> began, Optional<String> query) {

    /** How long after its time a change may become visible: that of a long transaction, or of a replica that lags. */
    private static final Duration LATE = Duration.ofMinutes(1);

    private static final String PART = "|";

    /** @throws IllegalArgumentException when it is none of ours */
    static OutreachCursor of(Cursor cursor) {
        if (cursor.isBeginning() || cursor.time().isPresent()) {
            return new OutreachCursor(cursor.time(), Optional.empty(), Optional.empty());
        }
        List<String> parts = List.of(cursor.text().split("\\|", 3));
        Account.require(parts.size() == 3, "that is no place in Outreach's changes");
        return new OutreachCursor(
                Optional.of(time(parts.get(0))),
                Optional.of(time(parts.get(1))),
                Optional.of(parts.get(2)).filter(query -> !query.isEmpty()));
    }

    OutreachCursor withoutQuery() {
        return new OutreachCursor(from, began, Optional.empty());
    }

    /**
     * Where the next page begins.
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
     * Where the next read begins: a minute before what was seen last, and before this read began, so that what was not visible when its time
     * was passed is still met.
     */
    Cursor end(Instant last, Instant now) {
        Instant start = began.orElse(now);
        return Cursor.since((last.isBefore(start) ? last : start).minus(LATE));
    }

    private static Instant time(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException none) {
            throw new IllegalArgumentException("that is no place in Outreach's changes", none);
        }
    }
}
