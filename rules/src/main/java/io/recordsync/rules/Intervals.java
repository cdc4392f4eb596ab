package io.recordsync.rules;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as rule files and settings write them: {@code 30s}, {@code 5m}, {@code 1h30m}, {@code 1d}. */
final class Intervals {
    /** The end of a sentence about a text that is not a duration. */
    static final String HINT = "; write whole numbers with d, h, m or s, such as 5m, from 1s to 365d";

    private static final Duration LONGEST = Duration.ofDays(365);
    private static final Pattern PARTS =
            Pattern.compile("(?:(\\d{1,3})d)?(?:(\\d{1,4})h)?(?:(\\d{1,6})m)?(?:(\\d{1,8})s)?");

    private Intervals() {}

    /** The duration; empty if the text is not one, or is outside of the bounds. */
    static Optional<Duration> read(String text) {
        return Optional.of(PARTS.matcher(text))
                .filter(Matcher::matches)
                .map(parts -> Duration.ofDays(number(parts, 1))
                        .plusHours(number(parts, 2))
                        .plusMinutes(number(parts, 3))
                        .plusSeconds(number(parts, 4)))
                .filter(duration -> duration.isPositive() && duration.compareTo(LONGEST) <= 0);
    }

    private static long number(Matcher parts, int group) {
        return parts.group(group) == null ? 0 : Long.parseLong(parts.group(group));
    }
}
