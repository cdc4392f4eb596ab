package io.recordsync.connectors.http;

import io.recordsync.connectors.Durations;
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
 * Parses the {@code Retry-After} header: seconds or an HTTP date (RFC 9110, 10.2.3). Some vendors send epoch seconds
 * instead, or an ISO 8601 time with or without a zone; without a zone it is UTC.
 */
final class RetryAfter {

    /** The longest wait that is returned. Systems often recover earlier than they say, and clocks differ. */
    static final Duration MAX_WAIT = Duration.ofHours(1);

    private static final int MAX_DIGITS = 11;

    /** As a number of seconds this would be about thirty years, so a number from here on is a time in epoch seconds. */
    private static final long EPOCH = 1_000_000_000;

    private RetryAfter() {}

    /** Empty if the header is missing, unreadable, zero or in the past: it then states no wait. */
    static Optional<Duration> parse(@Nullable String header, Instant now) {
        if (header == null || header.isBlank()) {
            return Optional.empty();
        }
        return wait(header.strip(), now).filter(Duration::isPositive).map(wait -> Durations.shorter(wait, MAX_WAIT));
    }

    private static Optional<Duration> wait(String header, Instant now) {
        return isNumber(header) ? Optional.of(seconds(header, now)) : untilDate(header, now);
    }

    private static boolean isNumber(String header) {
        return header.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static Duration seconds(String digits, Instant now) {
        if (digits.length() > MAX_DIGITS) {
            return MAX_WAIT;
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
        } catch (DateTimeException e) {
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
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
