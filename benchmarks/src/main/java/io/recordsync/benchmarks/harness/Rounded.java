package io.recordsync.benchmarks.harness;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Rounds figures to the digits that are significant. */
public final class Rounded {

    private Rounded() {}

    /** The value with this number of decimal places. A value that is not finite becomes 0. */
    public static double to(int digits, double value) {
        return Double.isFinite(value)
                ? BigDecimal.valueOf(value)
                        .setScale(digits, RoundingMode.HALF_UP)
                        .doubleValue()
                : 0;
    }
}
