package io.recordsync.simulator.quota;

import java.time.Duration;
import java.time.Instant;

/**
 * The number of calls in a window that starts with its first call; at its end the count begins again. Not thread-safe.
 */
public final class FixedWindow {

    private final Duration length;
    private Instant start = Instant.EPOCH;
    private long used;

    public FixedWindow(Duration length) {
        this.length = length;
    }

    public void add(Instant now) {
        turn(now);
        used++;
    }

    /** Takes back one call, if one was counted. */
    public void remove(Instant now) {
        turn(now);
        used = Math.max(0, used - 1);
    }

    /** The calls in the window that contains this time. */
    public long used(Instant now) {
        turn(now);
        return used;
    }

    /** The end of the window that contains this time; a window without calls would start now. */
    public Instant end(Instant now) {
        turn(now);
        return start.plus(length);
    }

    private void turn(Instant now) {
        if (used == 0 || !now.isBefore(start.plus(length))) {
            start = now;
            used = 0;
        }
    }
}
