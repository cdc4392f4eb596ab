package io.recordsync.connectors;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place among changes that are ordered by time, and by id where their times are equal: exact over any number of pages, whatever is written
 * between them. It remembers from when on changes may have come to light only after they were passed.
 *
 * @param time all that changed before has been read
 * @param id what changed at that time has been read up to this id; empty for none of it
 * @param unsure from when on not all changes were certain to be visible when they were read; empty where all were
 */
public record Keyset(Instant time, String id, Optional<Instant> unsure) {

    private static final Pattern TEXT = Pattern.compile("after:([^,]{1,40}),([^,]{0,40}),([A-Za-z0-9_-]{0,100})");

    /**
     * @throws IllegalArgumentException if it is no place that a keyset has made, nor a time, nor the beginning
     */
    public static Keyset of(Cursor cursor) {
        return cursor.isBeginning()
                ? at(Instant.EPOCH)
                : cursor.time().map(Keyset::at).orElseGet(() -> parsed(cursor));
    }

    /** Before all that changed at that time or later. */
    public static Keyset at(Instant time) {
        return new Keyset(time, "", Optional.empty());
    }

    /**
     * Behind the last record of a page.
     *
     * @param asked when the page was read, by the system's clock
     * @param lag how long a change may take at most until it is visible
     */
    public Keyset behind(Instant lastTime, String lastId, Instant asked, Duration lag) {
        Instant certain = asked.minus(lag);
        Optional<Instant> mayLack =
                lastTime.isAfter(certain) ? Optional.of(certain.isAfter(time) ? certain : time) : Optional.empty();
        return new Keyset(lastTime, lastId, unsure.or(() -> mayLack));
    }

    /** For the next page. */
    public Cursor cursor() {
        return new Cursor(
                "after:%s,%s,%s".formatted(time, unsure.map(Instant::toString).orElse(""), id));
    }

    /** For the next read, after the last page: a step back, to where changes may have come to light meanwhile. */
    public Cursor end() {
        return unsure.map(Cursor::since).orElseGet(this::cursor);
    }

    private static Keyset parsed(Cursor cursor) {
        Matcher parts = TEXT.matcher(cursor.text());
        Account.require(parts.matches(), "the cursor is no place to read from");
        Optional<Instant> unsure =
                Optional.of(parts.group(2)).filter(text -> !text.isEmpty()).map(Keyset::instant);
        return new Keyset(instant(parts.group(1)), parts.group(3), unsure);
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException none) {
            throw new IllegalArgumentException("the cursor is no place to read from", none);
        }
    }
}
