package io.recordsync.rules.type;

import java.math.BigDecimal;
import java.util.Optional;

/** The text of a single value. */
final class ScalarText {
    /** The largest number of digits on either side of the point. No vendor accepts an amount with more. */
    private static final int MAX_DIGITS = 40;

    private ScalarText() {}

    static Optional<String> of(Object value) {
        return switch (value) {
            case String text -> Optional.of(text.strip());
            case BigDecimal number -> plain(number);
            case Long number -> Optional.of(number.toString());
            case Number number -> NumberTypes.read(number.toString()).map(BigDecimal::toPlainString);
            case Boolean truth -> Optional.of(truth.toString());
            default -> Optional.empty();
        };
    }

    static CheckedValue none() {
        return CheckedValue.bad("is not a single text, number or boolean, or has too many digits");
    }

    /** Whether a number can be written out without using up the memory: {@code 1E+999999999} cannot. */
    static boolean ordinary(BigDecimal number) {
        return Math.abs((long) number.scale()) <= MAX_DIGITS && number.precision() <= 2 * MAX_DIGITS;
    }

    /**
     * The same form for the same amount: 1.50 becomes 1.5 and 1E+2 becomes 100, so that equal amounts have equal
     * content hashes.
     */
    static BigDecimal normal(BigDecimal number) {
        BigDecimal stripped = number.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }

    private static Optional<String> plain(BigDecimal number) {
        return ordinary(number) ? Optional.of(normal(number).toPlainString()) : Optional.empty();
    }
}
