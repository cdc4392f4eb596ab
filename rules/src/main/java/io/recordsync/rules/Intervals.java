package io.recordsync.rules;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as rule files and people write them: {@code 30s}, {@code 5m}, {@code 1h30m}, {@code 1d}. */
public final class Intervals {
    /** The end of a sentence about a text that is not a duration. */
    public static final String HINT = "; write whole numbers with d, h, m or s, such as 5m, from 1s to 30d";

    private static final Duration LONGEST = Duration.ofDays(30);
    private static final Pattern PARTS =
            Pattern.compile("(?:(\\d{1,3})d)?(?:(\\d{1,4})h)?(?:(\\d{1,6})m)?(?:(\\d{1,8})s)?");

    private Intervals() {}

    /** The duration; empty if the text is not one, or is outside of the bounds. */
    public static Optional<Duration> read(String text) {
        return Optional.of(PARTS.matcher(text))
                .filter(Matcher::matches)
                .map(parts -> Duration.ofDays(number(parts, 1))
                        .plusHours(number(parts, 2))
                        .plusMinutes(number(parts, 3))
                        .plusSeconds(number(parts, 4)))
                .filter(duration -> duration.isPositive() && duration.compareTo(LONGEST) <= 0);
    }

    /** The text that {@link #read} reads. A part of a second is left out. */
    public static String text(Duration duration) {
        String text = part(duration.toDays(), "d")
                + part(duration.toHoursPart(), "h")
                + part(duration.toMinutesPart(), "m")
                + part(duration.toSecondsPart(), "s");
        return text.isEmpty() ? "0s" : text;
    }

    private static String part(long number, String unit) {
        return number == 0 ? "" : number + unit;
    }

    private static long number(Matcher parts, int group) {
        return parts.group(group) == null ? 0 : Long.parseLong(parts.group(group));
    }
}
