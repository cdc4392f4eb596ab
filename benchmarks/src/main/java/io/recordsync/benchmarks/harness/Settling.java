package io.recordsync.benchmarks.harness;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Waits until all records of a run are settled, and looks so seldom and so cheaply that it does not slow them down: at
 * the simulator's count of effects first, and at the ledger only when that is reached.
 */
public final class Settling {

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);
    private static final Duration BETWEEN_WORDS = Duration.ofSeconds(5);

    private final Duration patience;
    private final Consumer<String> words;

    /**
     * Any number of waits.
     *
     * @param patience how long nothing may happen before the wait is given up
     * @param words hears now and then how far it has come
     */
    public Settling(Duration patience, Consumer<String> words) {
        this.patience = patience;
        this.words = words;
    }

    /**
     * Returns when all is settled.
     *
     * @param effects how many there were so far, cheap to ask
     * @param expected of them, before it is worth asking whether all is settled
     * @param settled whether all is
     * @return false when nothing happened for too long
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

    /** How far one wait has come. */
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
            return "%d s  %,d of %,d, %,d a second".formatted(seconds, seen, expected, seen / Math.max(1, seconds));
        }
    }
}
