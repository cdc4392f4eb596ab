package io.recordsync.rules.type;

import java.math.BigDecimal;
import java.util.Optional;

final class NumberTypes {
    /** Longer text is no amount, and would take time to read. */
    private static final int LONGEST = 100;

    private NumberTypes() {}

    static Checked decimal(String text) {
        return read(text).map(Checked::good).orElseGet(() -> Checked.bad("is not a decimal number of ordinary size"));
    }

    static Checked integer(String text) {
        return read(text)
                .flatMap(NumberTypes::whole)
                .map(Checked::good)
                .orElseGet(() -> Checked.bad("is not a whole number of ordinary size"));
    }

    private static Optional<BigDecimal> read(String text) {
        if (text.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            return Optional.of(new BigDecimal(text))
                    .filter(ScalarText::ordinary)
                    .map(ScalarText::normal);
        } catch (NumberFormatException notANumber) {
            return Optional.empty();
        }
    }

    private static Optional<Long> whole(BigDecimal number) {
        try {
            return Optional.of(number.longValueExact());
        } catch (ArithmeticException fractionOrTooBig) {
            return Optional.empty();
        }
    }
}
