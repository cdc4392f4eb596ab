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
     * @param patience how long nothing may happen before the wait is given up
     * @param words hears now and then how far it has come
     */
    public Settling(Duration patience, Consumer<String> words) {
        this.patience = patience;
        this.words = words;
    }

    /**
     * @param effects how many there were so far, cheap to ask
     * @param expected of them, before it is worth asking whether all is settled
     * @param settled whether all is
     * @return false when nothing happened for too long
     */
    public boolean await(LongSupplier effects, long expected, BooleanSupplier settled) {
        long begun = System.nanoTime();
        long moved = begun;
        long spoken = begun;
        long before = 0;
        while (true) {
            long now = effects.getAsLong();
            if (now >= expected && settled.getAsBoolean()) {
                return true;
            }
            if (now > before) {
                moved = System.nanoTime();
                before = now;
            }
            if (System.nanoTime() - moved > patience.toNanos()) {
                return false;
            }
            if (System.nanoTime() - spoken > BETWEEN_WORDS.toNanos()) {
                spoken = System.nanoTime();
                words.accept(progress(begun, now, expected));
            }
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
        }
    }

    private static String progress(long begun, long now, long expected) {
        long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun);
        return "%d s  %,d of %,d, %,d a second".formatted(seconds, now, expected, now / Math.max(1, seconds));
    }
}
