package io.recordsync.simulator.vendor;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Edits in real time, at a rate that can be changed. Thread-safe. */
final class EditingPeople implements AutoCloseable {

    private static final double NANOS = 1e9;

    private final SeededEditor editor;
    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "simulated-edits");
        thread.setDaemon(true);
        return thread;
    });
    private @Nullable ScheduledFuture<?> running;

    EditingPeople(SeededEditor editor) {
        this.editor = editor;
    }

    /** @param perSecond 0 stops the edits */
    synchronized void rate(double perSecond) {
        if (running != null) {
            running.cancel(false);
            running = null;
        }
        if (perSecond > 0) {
            long pause = (long) (NANOS / perSecond);
            running = executor.scheduleAtFixedRate(editor::step, pause, pause, TimeUnit.NANOSECONDS);
        }
    }

    @Override
    public void close() {
        executor.close();
    }
}
