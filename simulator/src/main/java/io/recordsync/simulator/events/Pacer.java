package io.recordsync.simulator.events;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Spreads events evenly over time. After a delay, at most the events of one second are sent at once to catch up. The
 * rate may be changed from another thread.
 */
final class Pacer {

    private static final double NANOS = 1e9;

    private final LongSupplier nanoTime;
    private double perSecond;
    private double due;

    /** @param nanoTime a monotonic clock, in nanoseconds */
    Pacer(double perSecond, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.due = nanoTime.getAsLong();
        rate(perSecond);
    }

    /** @throws IllegalArgumentException unless the rate is above 0 */
    final synchronized void rate(double eventsPerSecond) {
        if (!(eventsPerSecond > 0)) {
            throw new IllegalArgumentException("The events per second must be more than 0.");
        }
        perSecond = eventsPerSecond;
    }

    /** How long to wait until this number of events is due; zero if they are due already. */
    synchronized Duration next(int events) {
        double now = nanoTime.getAsLong();
        double start = Math.max(due, now - NANOS);
        due = start + events * NANOS / perSecond;
        return Duration.ofNanos((long) Math.max(0, start - now));
    }
}
