package io.recordsync.connectors;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * A moment by a clock that only goes forward, so that a correction of the wall clock moves no deadline. It means something in this process alone.
 */
public final class Deadline {

    private final LongSupplier nanoTime;
    private final long at;

    private Deadline(LongSupplier nanoTime, long at) {
        this.nanoTime = nanoTime;
        this.at = at;
    }

    /** @param time from now; a negative one is over already */
    public static Deadline in(Duration time) {
        return in(time, System::nanoTime);
    }

    /** @param nanoTime the clock, as {@link System#nanoTime()} */
    public static Deadline in(Duration time, LongSupplier nanoTime) {
        return new Deadline(nanoTime, nanoTime.getAsLong() + time.toNanos());
    }

    /** How long it is until then; negative afterwards. */
    public Duration left() {
        return Duration.ofNanos(at - nanoTime.getAsLong());
    }

    /** So much before this one. */
    public Deadline minus(Duration time) {
        return new Deadline(nanoTime, at - time.toNanos());
    }

    /** So much after this one. */
    public Deadline plus(Duration time) {
        return new Deadline(nanoTime, at + time.toNanos());
    }

    public Deadline earlier(Deadline other) {
        return other.at - at < 0 ? other : this;
    }
}
