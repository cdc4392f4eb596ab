package io.recordsync.rules.type;

import java.math.BigDecimal;
import java.util.Optional;

final class NumberTypes {
    private NumberTypes() {}

    static Optional<Checked> decimal(String text) {
        return read(text).map(Checked::good);
    }

    static Optional<Checked> integer(String text) {
        return read(text).flatMap(NumberTypes::whole).map(Checked::good);
    }

    private static Optional<BigDecimal> read(String text) {
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
