package io.recordsync.connectors.pipedrive;

import io.recordsync.connectors.Cursor;
import java.time.Instant;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The position of a read. Times are in epoch seconds, because Pipedrive's times are whole seconds.
 *
 * @param since the read returns what changed at this time or later; -1 for everything
 * @param last the time of the last record that was read; the read continues from it if Pipedrive no longer accepts its
 *     cursor
 * @param floor the time from which the next read starts, because records that changed later may have been moved between
 *     the pages; -1 until a second page is needed
 * @param vendor Pipedrive's own cursor of the next page; empty before the first page
 */
record PipedriveCursor(long since, long last, long floor, String vendor) {

    private static final long NONE = -1;
    private static final long LATEST = 253_402_300_799L;
    private static final Pattern RUNNING =
            Pattern.compile("run\\|(-1|[0-9]{1,12})\\|(-1|[0-9]{1,12})\\|(-1|[0-9]{1,12})\\|(.*)", Pattern.DOTALL);

    /** @throws IllegalArgumentException if this class did not make the cursor */
    static PipedriveCursor of(Cursor cursor) {
        if (cursor.isBeginning()) {
            return new PipedriveCursor(NONE, NONE, NONE, "");
        }
        return cursor.time().map(PipedriveCursor::since).orElseGet(() -> running(cursor.text()));
    }

    boolean isFromTheBeginning() {
        return since == NONE;
    }

    boolean hasFloor() {
        return floor != NONE;
    }

    /**
     * Drops Pipedrive's cursor, which is no longer accepted. The read continues from the last second that was read,
     * whose records are returned again.
     */
    PipedriveCursor withoutVendor() {
        return new PipedriveCursor(Math.max(since, last), last, floor, "");
    }

    Cursor cursor() {
        return new Cursor(String.format(Locale.ROOT, "run|%d|%d|%d|%s", since, last, floor, vendor));
    }

    /** The time in the form that Pipedrive requires, without fractions. */
    static String text(long seconds) {
        return Instant.ofEpochSecond(seconds).toString();
    }

    private static PipedriveCursor since(Instant time) {
        return new PipedriveCursor(Math.clamp(time.getEpochSecond(), 0, LATEST), NONE, NONE, "");
    }

    private static PipedriveCursor running(String text) {
        Matcher parts = RUNNING.matcher(text);
        if (!parts.matches() || !PipedriveErrors.isCursor(parts.group(4))) {
            throw new IllegalArgumentException("the cursor is not a position in Pipedrive's changes");
        }
        return new PipedriveCursor(
                Math.min(Long.parseLong(parts.group(1)), LATEST),
                Math.min(Long.parseLong(parts.group(2)), LATEST),
                Math.min(Long.parseLong(parts.group(3)), LATEST),
                parts.group(4));
    }
}
