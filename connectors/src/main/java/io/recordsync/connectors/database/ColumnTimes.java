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

    private static final String FORM_OF_USUAL = "0000-00-00T00:00:00.000000000";

    /** The length of a time to the second. */
    private static final int SECONDS = "0000-00-00T00:00:00".length();

    private ColumnTimes() {}

    /** Whether the text is PostgreSQL's time after or before all others. */
    static boolean isEndless(String text) {
        return text.equals("infinity") || text.equals("-infinity");
    }

    static Optional<Instant> parse(String text) {
        Optional<Instant> usual = usual(text);
        return usual.isPresent() ? usual : parseAny(text);
    }

    /**
     * The form in which most columns have their times: to the second, with a fraction or without, and without a zone.
     * Each row of a table has one, and the formatter takes longer than all else that is done with a row.
     */
    private static Optional<Instant> usual(String text) {
        if (!hasUsualForm(text)) {
            return Optional.empty();
        }
        try {
            LocalDateTime time = LocalDateTime.of(
                    number(text, 0, 4),
                    number(text, 5, 7),
                    number(text, 8, 10),
                    number(text, 11, 13),
                    number(text, 14, 16),
                    number(text, 17, SECONDS));
            return Optional.of(time.plusNanos(nanos(text)).toInstant(ZoneOffset.UTC));
        } catch (DateTimeException another) {
            return Optional.empty();
        }
    }

    private static boolean hasUsualForm(String text) {
        int length = text.length();
        if (length < SECONDS || length == SECONDS + 1 || length > FORM_OF_USUAL.length()) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            char expected = FORM_OF_USUAL.charAt(i);
            char there = text.charAt(i);
            boolean fits = expected == '0'
                    ? there >= '0' && there <= '9'
                    : there == expected || expected == 'T' && there == ' ';
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    private static int nanos(String text) {
        int nanos = number(text, Math.min(SECONDS + 1, text.length()), text.length());
        for (int i = text.length(); i < FORM_OF_USUAL.length(); i++) {
            nanos *= 10;
        }
        return nanos;
    }

    private static int number(String text, int from, int until) {
        int number = 0;
        for (int i = from; i < until; i++) {
            number = number * 10 + (text.charAt(i) - '0');
        }
        return number;
    }

    private static Optional<Instant> parseAny(String text) {
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
