package io.recordsync.connectors;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * A moment by a monotonic clock, so that a correction of the wall clock moves no deadline. It is valid only in this
 * process.
 */
public final class Deadline {

    private final LongSupplier nanoTime;
    private final long at;

    private Deadline(LongSupplier nanoTime, long at) {
        this.nanoTime = nanoTime;
        this.at = at;
    }

    /** @param time the time from now; a negative one gives a deadline that has passed already */
    public static Deadline in(Duration time) {
        return in(time, System::nanoTime);
    }

    /** @param nanoTime the clock, such as {@link System#nanoTime()} */
    public static Deadline in(Duration time, LongSupplier nanoTime) {
        return new Deadline(nanoTime, nanoTime.getAsLong() + time.toNanos());
    }

    /** The time until the deadline; negative after it. */
    public Duration left() {
        return Duration.ofNanos(at - nanoTime.getAsLong());
    }

    /** The deadline that is earlier by that time. */
    public Deadline minus(Duration time) {
        return new Deadline(nanoTime, at - time.toNanos());
    }

    /** The deadline that is later by that time. */
    public Deadline plus(Duration time) {
        return new Deadline(nanoTime, at + time.toNanos());
    }

    public Deadline earlier(Deadline other) {
        return other.at - at < 0 ? other : this;
    }
}
