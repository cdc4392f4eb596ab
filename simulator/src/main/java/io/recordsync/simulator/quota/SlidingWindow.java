package io.recordsync.simulator.quota;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The exact number of calls in a sliding window: a call leaves the window when its age reaches the window's length. Not
 * thread-safe.
 */
public final class SlidingWindow {

    private final Duration length;
    private final Deque<Instant> calls = new ArrayDeque<>();

    public SlidingWindow(Duration length) {
        this.length = length;
    }

    /** Adds a call, without checking the limit. */
    public void add(Instant now) {
        calls.addLast(now);
    }

    /** The calls in the window that ends now. */
    public int size(Instant now) {
        Instant oldest = now.minus(length);
        while (!calls.isEmpty() && !calls.getFirst().isAfter(oldest)) {
            calls.removeFirst();
        }
        return calls.size();
    }
}
