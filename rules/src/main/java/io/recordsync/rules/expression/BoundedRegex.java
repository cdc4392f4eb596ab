package io.recordsync.rules.expression;

import com.google.re2j.Pattern;
import java.util.regex.MatchResult;
import org.jspecify.annotations.Nullable;

/**
 * Regular expressions in RE2's syntax with a bounded cost. The cost is known before they are compiled and before they
 * are run: RE2 takes time for each character of the text and each instruction of the program.
 */
final class BoundedRegex {
    private static final int MAX_PROGRAM_SIZE = 1000;

    /** The largest size with all repetitions written out, as RE2 does before it counts the instructions. */
    private static final long MAX_WRITTEN_OUT = 100_000;

    private static final java.util.regex.Pattern REPETITION =
            java.util.regex.Pattern.compile("(\\))?\\{(\\d{1,4})(?:,(\\d{0,4}))?\\}");

    private BoundedRegex() {}

    /**
     * @throws IllegalArgumentException if it is not a valid expression, or is too large; the message says what is wrong
     */
    static Pattern compile(String regex) {
        TextFunctions.requireShort(regex);
        if (writtenOut(regex) > MAX_WRITTEN_OUT) {
            throw new IllegalArgumentException("its repetitions are too large");
        }
        Pattern pattern = Pattern.compile(regex);
        if (pattern.programSize() > MAX_PROGRAM_SIZE) {
            throw new IllegalArgumentException("it is too large");
        }
        return pattern;
    }

    /** @throws IllegalArgumentException as {@link #compile}, and if the search would cost too much */
    static boolean isFoundIn(String text, String regex) {
        Pattern pattern = compile(regex);
        Work.spend((long) text.length() * pattern.programSize());
        return pattern.matcher(text).find();
    }

    /**
     * An upper bound of the size of the regex with its repetitions written out. It assumes that all repeated groups are
     * nested.
     */
    private static long writtenOut(String regex) {
        long size = regex.length();
        long groups = 1;
        for (MatchResult repetition : REPETITION.matcher(regex).results().toList()) {
            long times = Math.max(1, Math.max(number(repetition.group(2)), number(repetition.group(3))));
            if (repetition.group(1) == null) {
                size += times;
            } else {
                groups = Math.min(groups * times, MAX_WRITTEN_OUT + 1);
            }
        }
        return size * groups;
    }

    private static int number(@Nullable String digits) {
        return digits == null || digits.isEmpty() ? 0 : Integer.parseInt(digits);
    }
}
