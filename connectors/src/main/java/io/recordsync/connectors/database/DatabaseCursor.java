package io.recordsync.connectors.database;

import io.recordsync.connectors.Cursor;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A position in the middle of a read. Its text is {@code start|T|time|key}, or {@code start|T} at the beginning of a
 * part. A time that is none is in Base64 after a tilde.
 *
 * @param start when the read began, by the database's clock
 * @param part the part of the rows that is being read
 * @param after the row that was read last; empty at the beginning of the part
 */
record DatabaseCursor(Instant start, Part part, Optional<After> after) {

    /** Which rows are read, and in what order. */
    enum Part {
        /** The rows without a time, by key. */
        TIMELESS("N"),
        /** The rows with a time, by time and key. */
        TIMED("T"),
        /** All rows, by key. */
        ALL("A");

        private final String letter;

        Part(String letter) {
            this.letter = letter;
        }
    }

    /**
     * The row that was read last.
     *
     * @param time as the database wrote it; empty if rows are read by key. It may be a text that is no time
     */
    record After(String time, String key) {}

    private static final Pattern TIME = Pattern.compile("[0-9TZ .:+-]{4,40}|-?infinity");
    private static final int WHOLE = 4;

    /** The beginning of a text that is no time, which could contain anything. */
    private static final String CODED = "~";

    /** @throws IllegalArgumentException if this class did not make the cursor */
    static DatabaseCursor parse(Cursor cursor) {
        String[] parts = cursor.text().split("\\|", WHOLE);
        try {
            if (parts.length == WHOLE || parts.length == 2) {
                return new DatabaseCursor(Instant.parse(parts[0]), part(parts[1]), after(parts));
            }
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("'%s' is not a position to read from".formatted(cursor.text()), e);
        }
        throw new IllegalArgumentException("'%s' is not a position to read from".formatted(cursor.text()));
    }

    Cursor cursor() {
        String begin = start + "|" + part.letter;
        return new Cursor(after.map(row -> begin + "|" + coded(row.time()) + "|" + row.key())
                .orElse(begin));
    }

    private static boolean isTime(String text) {
        return TIME.matcher(text).matches();
    }

    private String coded(String time) {
        return part != Part.TIMED || isTime(time)
                ? time
                : CODED + Base64.getUrlEncoder().withoutPadding().encodeToString(time.getBytes(StandardCharsets.UTF_8));
    }

    private static String plain(String time) {
        return time.startsWith(CODED)
                ? new String(Base64.getUrlDecoder().decode(time.substring(CODED.length())), StandardCharsets.UTF_8)
                : time;
    }

    private static Part part(String letter) {
        for (Part part : Part.values()) {
            if (letter.equals(part.letter)) {
                return part;
            }
        }
        throw new IllegalArgumentException("the cursor names an unknown part '%s'".formatted(letter));
    }

    private static Optional<After> after(String[] parts) {
        if (parts.length == 2) {
            return Optional.empty();
        }
        boolean timed = parts[1].equals(Part.TIMED.letter);
        boolean good = timed ? isTime(parts[2]) || parts[2].startsWith(CODED) : parts[2].isEmpty();
        if (!good) {
            throw new IllegalArgumentException("the cursor has '%s' where a time must be".formatted(parts[2]));
        }
        return Optional.of(new After(plain(parts[2]), parts[3]));
    }
}
