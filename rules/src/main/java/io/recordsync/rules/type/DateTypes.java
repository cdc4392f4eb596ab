package io.recordsync.rules.type;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import java.util.Optional;

/** ISO 8601 dates and times. */
final class DateTypes {
    /**
     * A time with milliseconds, always three digits. The vendors accept it, and it is the same for the same instant.
     */
    private static final DateTimeFormatter OUT = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private static final int LAST_YEAR = 9999;

    private DateTypes() {}

    static Optional<CheckedValue> date(String text) {
        return instant(text)
                .map(at -> CheckedValue.good(
                        at.atOffset(ZoneOffset.UTC).toLocalDate().toString()));
    }

    static Optional<CheckedValue> dateTime(String text) {
        return instant(text).map(at -> CheckedValue.good(OUT.format(at)));
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(parse(text)).filter(DateTypes::hasOrdinaryYear);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Instant parse(String text) {
        if (text.length() == "2026-01-20".length()) {
            return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
        }
        TemporalAccessor read = DateTimeFormatter.ISO_DATE_TIME.parseBest(
                text.replaceFirst("^(\\d{4}-\\d\\d-\\d\\d) ", "$1T"), OffsetDateTime::from, LocalDateTime::from);
        return read instanceof LocalDateTime local ? local.toInstant(ZoneOffset.UTC) : Instant.from(read);
    }

    private static boolean hasOrdinaryYear(Instant at) {
        int year = at.atOffset(ZoneOffset.UTC).getYear();
        return year >= 1 && year <= LAST_YEAR;
    }
}
