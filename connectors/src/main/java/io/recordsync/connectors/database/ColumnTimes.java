package io.recordsync.connectors.database;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import java.util.Optional;

/**
 * Parses times as databases write them: {@code 2026-01-20 17:16:48.93+00}, with or without a T, with or without a zone,
 * or only a date. Without a zone they are UTC.
 */
final class ColumnTimes {

    private static final DateTimeFormatter FORM = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .optionalStart()
            .appendLiteral('T')
            .append(DateTimeFormatter.ISO_LOCAL_TIME)
            .optionalStart()
            .appendOffset("+HH:mm:ss", "Z")
            .toFormatter(Locale.ROOT);

    private ColumnTimes() {}

    /** Whether the text is PostgreSQL's time after or before all others. */
    static boolean isEndless(String text) {
        return text.equals("infinity") || text.equals("-infinity");
    }

    static Optional<Instant> parse(String text) {
        try {
            TemporalAccessor time =
                    FORM.parseBest(text.trim().replace(' ', 'T'), Instant::from, LocalDateTime::from, LocalDate::from);
            return Optional.of(
                    switch (time) {
                        case LocalDateTime local -> local.toInstant(ZoneOffset.UTC);
                        case LocalDate date -> date.atStartOfDay().toInstant(ZoneOffset.UTC);
                        default -> Instant.from(time);
                    });
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
