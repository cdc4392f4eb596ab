package io.recordsync.connectors;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A position among changes that are ordered by time, and by id where times are equal. Paging is exact over any number
 * of pages, even if records are written between them. It also stores the time from which changes may have become
 * visible only after the read had passed them.
 *
 * @param time all changes before this time have been read
 * @param id the changes at this time have been read up to this id; empty if none of them has been read
 * @param unsure the earliest time at which some changes may not have been visible when they were read; empty if all
 *     were
 */
public record Keyset(Instant time, String id, Optional<Instant> unsure) {

    private static final Pattern TEXT = Pattern.compile("after:([^,]{1,40}),([^,]{0,40}),([A-Za-z0-9_-]{0,100})");

    /**
     * @throws IllegalArgumentException unless the cursor was made by a keyset, is a time, or is the beginning
     */
    public static Keyset of(Cursor cursor) {
        return cursor.isBeginning()
                ? at(Instant.EPOCH)
                : cursor.time().map(Keyset::at).orElseGet(() -> parsed(cursor));
    }

    /** Before all records that changed at that time or later. */
    public static Keyset at(Instant time) {
        return new Keyset(time, "", Optional.empty());
    }

    /**
     * After the last record of a page.
     *
     * @param asked when the page was read, by the system's clock
     * @param lag the longest time until a change becomes visible
     */
    public Keyset behind(Instant lastTime, String lastId, Instant asked, Duration lag) {
        Instant certain = asked.minus(lag);
        Optional<Instant> mayLack =
                lastTime.isAfter(certain) ? Optional.of(certain.isAfter(time) ? certain : time) : Optional.empty();
        return new Keyset(lastTime, lastId, unsure.or(() -> mayLack));
    }

    /** The position of the next page. */
    public Cursor cursor() {
        return new Cursor(
                "after:%s,%s,%s".formatted(time, unsure.map(Instant::toString).orElse(""), id));
    }

    /**
     * The position for the next read, after the last page. It steps back to the time from which changes may have become
     * visible later.
     */
    public Cursor end() {
        return unsure.map(Cursor::since).orElseGet(this::cursor);
    }

    private static Keyset parsed(Cursor cursor) {
        Matcher parts = TEXT.matcher(cursor.text());
        SettingChecks.require(parts.matches(), "the cursor is not a valid position");
        Optional<Instant> unsure =
                Optional.of(parts.group(2)).filter(text -> !text.isEmpty()).map(Keyset::instant);
        return new Keyset(instant(parts.group(1)), parts.group(3), unsure);
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("the cursor is not a valid position", e);
        }
    }
}
