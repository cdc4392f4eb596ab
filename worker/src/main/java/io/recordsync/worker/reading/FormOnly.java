package io.recordsync.worker.reading;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Whether a value is another one only in its form, as spreadsheets write what they take for numbers or dates. */
final class FormOnly {

    private static final Pattern DATE = Pattern.compile("(\\d{1,2})[./-](\\d{1,2})[./-](\\d{4}|\\d{2})(?:[ T].*)?");
    private static final Pattern ISO_DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");

    /** Spreadsheets show numbers of more digits rounded. */
    private static final int DIGITS_SHOWN = 15;

    /** A shorter beginning is rather another value. */
    private static final int LEAST_CUT = 8;

    private static final int CENTURY = 100;

    private FormOnly() {}

    /**
     * @param ours the value that was given
     * @param shown what the row shows instead
     */
    static boolean is(@Nullable Object ours, @Nullable Object shown) {
        if (ours == null || shown == null) {
            return false;
        }
        String before = text(ours);
        String after = text(shown);
        return !after.isEmpty()
                && !before.equals(after)
                && (isNumber(before, after) || isDate(before, after) || isCut(before, after));
    }

    /** The value with all letters and digits replaced, for people who have to recognise the form. */
    static String masked(@Nullable Object value) {
        return value == null ? "" : text(value).replaceAll("\\p{Nd}", "9").replaceAll("\\p{L}", "x");
    }

    private static String text(Object value) {
        return value instanceof BigDecimal number
                ? number.toPlainString()
                : value.toString().strip();
    }

    private static boolean isNumber(String before, String after) {
        Optional<BigDecimal> one = number(before);
        Optional<BigDecimal> other = number(after);
        return one.isPresent()
                && other.isPresent()
                && (one.get().compareTo(other.get()) == 0 || isRounded(one.get(), other.get()));
    }

    /** Whether a long number has kept its first digits only. */
    private static boolean isRounded(BigDecimal before, BigDecimal after) {
        BigDecimal shown = after.stripTrailingZeros();
        return before.stripTrailingZeros().precision() > shown.precision()
                && before.precision() - before.scale() == after.precision() - after.scale()
                && (before.precision() > DIGITS_SHOWN || shown.scale() < 0)
                && before.subtract(after).abs().compareTo(shown.ulp()) <= 0;
    }

    private static Optional<BigDecimal> number(String text) {
        try {
            return Optional.of(new BigDecimal(text));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** Either order of day and month is taken: only that it is the same date counts. */
    private static boolean isDate(String before, String after) {
        Matcher shown = DATE.matcher(after);
        if (!ISO_DATE.matcher(before).matches() || !shown.matches()) {
            return false;
        }
        int first = Integer.parseInt(shown.group(1));
        int second = Integer.parseInt(shown.group(2));
        int year = Integer.parseInt(shown.group(3));
        try {
            LocalDate date = LocalDate.parse(before);
            boolean isYear = year == date.getYear() || year == date.getYear() % CENTURY;
            boolean isMonthFirst = first == date.getMonthValue() && second == date.getDayOfMonth();
            boolean isDayFirst = second == date.getMonthValue() && first == date.getDayOfMonth();
            return isYear && (isMonthFirst || isDayFirst);
        } catch (DateTimeException e) {
            return false;
        }
    }

    private static boolean isCut(String before, String after) {
        return after.length() >= LEAST_CUT && before.length() > after.length() && before.startsWith(after);
    }
}
