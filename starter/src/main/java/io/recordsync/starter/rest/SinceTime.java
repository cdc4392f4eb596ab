package io.recordsync.starter.rest;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A time as people write it: a date, which means its start in UTC, a time, or a span before now. */
public final class SinceTime {

    /** What is allowed, to follow the words "must be". */
    public static final String ALLOWED =
            "a date such as 2026-01-20, a time such as 2026-01-20T17:16:48Z, or a span such as 7d, 12h or 30m";

    private static final Pattern SPAN = Pattern.compile("([0-9]{1,6})([dhm])");

    private SinceTime() {}

    /** Empty if the text is none of these, or is later than now. */
    public static Optional<Instant> parse(String text, Instant now) {
        try {
            Matcher span = SPAN.matcher(text.strip().toLowerCase(Locale.ROOT));
            Instant time = span.matches() ? now.minus(length(span)) : timeOf(text.strip());
            return Optional.of(time).filter(one -> !one.isAfter(now));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Duration length(Matcher span) {
        long number = Long.parseLong(span.group(1));
        return switch (span.group(2)) {
            case "d" -> Duration.ofDays(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofMinutes(number);
        };
    }

    private static Instant timeOf(String text) {
        return text.contains("T")
                ? OffsetDateTime.parse(text).toInstant()
                : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
