package io.recordsync.benchmarks.harness;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Figures with no more digits than they deserve. */
public final class Rounded {

    private Rounded() {}

    /** The value with so many digits after the point; 0 for one that is no number. */
    public static double to(int digits, double value) {
        return Double.isFinite(value)
                ? BigDecimal.valueOf(value)
                        .setScale(digits, RoundingMode.HALF_UP)
                        .doubleValue()
                : 0;
    }
}
