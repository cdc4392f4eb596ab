package io.recordsync.rules.type;

import java.math.BigDecimal;
import java.util.Optional;

final class NumberTypes {
    private NumberTypes() {}

    static Optional<CheckedValue> decimal(String text) {
        return read(text).map(CheckedValue::good);
    }

    static Optional<CheckedValue> integer(String text) {
        return read(text).flatMap(NumberTypes::whole).map(CheckedValue::good);
    }

    static Optional<BigDecimal> read(String text) {
        try {
            return Optional.of(new BigDecimal(text))
                    .filter(ScalarText::ordinary)
                    .map(ScalarText::normal);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static Optional<Long> whole(BigDecimal number) {
        try {
            return Optional.of(number.longValueExact());
        } catch (ArithmeticException e) {
            return Optional.empty();
        }
    }
}
