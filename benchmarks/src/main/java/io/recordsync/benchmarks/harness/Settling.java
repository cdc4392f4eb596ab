package io.recordsync.benchmarks.harness;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Waits until all records of a run are settled. Checks rarely and cheaply, so that the run is not slowed down: it reads
 * the simulator's count of effects first, and the ledger only when that count is reached.
 */
public final class Settling {

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);
    private static final Duration BETWEEN_WORDS = Duration.ofSeconds(5);

    private final Duration patience;
    private final Consumer<String> words;

    /**
     * Can be used for any number of waits.
     *
     * @param patience the longest time without a new effect before the wait is given up
     * @param words receives a progress message every five seconds
     */
    public Settling(Duration patience, Consumer<String> words) {
        this.patience = patience;
        this.words = words;
    }

    /**
     * Returns when everything is settled.
     *
     * @param effects the number of effects so far; cheap to read
     * @param expected the number of effects from which on it is checked whether everything is settled
     * @param settled whether everything is settled
     * @return false if there was no new effect for too long
     */
    public boolean await(LongSupplier effects, long expected, BooleanSupplier settled) {
        Watch watch = new Watch(expected);
        while (true) {
            long now = effects.getAsLong();
            if (now >= expected && settled.getAsBoolean()) {
                return true;
            }
            if (watch.isStuckAt(now)) {
                return false;
            }
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
        }
    }

    /** The progress of one wait. */
    private final class Watch {

        private final long expected;
        private final long begun = System.nanoTime();
        private long moved = begun;
        private long spoken = begun;
        private long seen;

        private Watch(long expected) {
            this.expected = expected;
        }

        private boolean isStuckAt(long effects) {
            long time = System.nanoTime();
            if (effects > seen) {
                seen = effects;
                moved = time;
            }
            if (time - spoken > BETWEEN_WORDS.toNanos()) {
                spoken = time;
                words.accept(progress(time));
            }
            return time - moved > patience.toNanos();
        }

        private String progress(long time) {
            long seconds = TimeUnit.NANOSECONDS.toSeconds(time - begun);
            return String.format(
                    Locale.ROOT,
                    "%d s  %,d of %,d, %,d per second",
                    seconds,
                    seen,
                    expected,
                    seen / Math.max(1, seconds));
        }
    }
}
