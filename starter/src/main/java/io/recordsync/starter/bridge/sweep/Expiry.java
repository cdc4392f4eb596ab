package io.recordsync.starter.bridge.sweep;

import io.recordsync.store.reading.ExpiredRows;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes from the ledger what has expired. One starter is enough; several at once do no harm. */
final class Expiry {

    private static final Logger LOG = LoggerFactory.getLogger(Expiry.class);

    private static final int AT_A_TIME = 1000;

    /** What is left after that is removed the next time. */
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private final ExpiredRows rows;
    private final BooleanSupplier isOldest;
    private final InstantSource clock;

    Expiry(ExpiredRows rows, BooleanSupplier isOldest, InstantSource clock) {
        this.rows = rows;
        this.isOldest = isOldest;
        this.clock = clock;
    }

    void look() {
        if (!isOldest.getAsBoolean()) {
            return;
        }
        var end = clock.instant().plus(LONGEST);
        long removed = 0;
        int last = 1;
        while (last > 0 && clock.instant().isBefore(end)) {
            last = rows.remove(clock.instant(), AT_A_TIME);
            removed += last;
        }
        if (removed > 0) {
            LOG.info("{} rows of the ledger have expired and were removed", removed);
        }
    }
}
