package io.recordsync.connectors.http;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The {@code Retry-After} header: seconds or an HTTP date (RFC 9110, 10.2.3). Some vendors send the second of the epoch, or a time
 * after ISO 8601, with or without its zone, which is then UTC.
 */
final class RetryAfter {

    /** After so long it is worth asking again, whatever was said: systems come back early, and clocks differ. */
    static final Duration LONGEST = Duration.ofHours(1);

    private static final int MOST_DIGITS = 11;

    /** As many seconds would be thirty years: a number like this is a second of the epoch. */
    private static final long EPOCH = 1_000_000_000;

    private RetryAfter() {}

    /** Empty where the header is missing, unreadable, zero or past: it then says nothing. */
    static Optional<Duration> parse(@Nullable String header, Instant now) {
        if (header == null || header.isBlank()) {
            return Optional.empty();
        }
        return wait(header.strip(), now)
                .filter(Duration::isPositive)
                .map(wait -> wait.compareTo(LONGEST) > 0 ? LONGEST : wait);
    }

    private static Optional<Duration> wait(String header, Instant now) {
        return isNumber(header) ? Optional.of(seconds(header, now)) : untilDate(header, now);
    }

    private static boolean isNumber(String header) {
        return header.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static Duration seconds(String digits, Instant now) {
        if (digits.length() > MOST_DIGITS) {
            return LONGEST;
        }
        long number = Long.parseLong(digits);
        return number < EPOCH ? Duration.ofSeconds(number) : Duration.between(now, Instant.ofEpochSecond(number));
    }

    private static Optional<Duration> untilDate(String header, Instant now) {
        return date(header).or(() -> isoTime(header)).map(time -> Duration.between(now, time));
    }

    private static Optional<Instant> date(String header) {
        try {
            return Optional.of(ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeException unreadable) {
            return Optional.empty();
        }
    }

    private static Optional<Instant> isoTime(String header) {
        try {
            TemporalAccessor time =
                    DateTimeFormatter.ISO_DATE_TIME.parseBest(header, OffsetDateTime::from, LocalDateTime::from);
            return Optional.of(
                    time instanceof OffsetDateTime zoned
                            ? zoned.toInstant()
                            : LocalDateTime.from(time).toInstant(ZoneOffset.UTC));
        } catch (DateTimeException unreadable) {
            return Optional.empty();
        }
    }
}
