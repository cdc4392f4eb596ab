package io.recordsync.connectors;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * A position in a system's changes. Its text is stored in the database. Only the connector itself interprets it, except
 * for the beginning and for a time.
 *
 * @param text empty for the beginning
 */
public record Cursor(String text) {

    /** Before all records. */
    public static final Cursor BEGINNING = new Cursor("");

    private static final String SINCE = "since:";
    private static final int MAX_LENGTH = 10_000;

    public Cursor {
        SettingChecks.require(text.length() <= MAX_LENGTH, "a cursor has at most 10,000 characters");
    }

    /** Before all records that changed at that time or later. */
    public static Cursor since(Instant time) {
        return new Cursor(SINCE + time);
    }

    /** The time of a cursor that was made by {@link #since}. */
    public Optional<Instant> time() {
        if (!text.startsWith(SINCE)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Instant.parse(text.substring(SINCE.length())));
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("'%s' is not a position to read from".formatted(text), e);
        }
    }

    public boolean isBeginning() {
        return text.isEmpty();
    }
}
