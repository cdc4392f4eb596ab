package io.recordsync.simulator.quota;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/** The calls of the last so many seconds, exactly: a call leaves the window when it is as old as the window is long. Not thread-safe. */
public final class SlidingWindow {

    private final Duration length;
    private final Deque<Instant> calls = new ArrayDeque<>();

    public SlidingWindow(Duration length) {
        this.length = length;
    }

    /** Notes a call, without asking whether there was room for it. */
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
