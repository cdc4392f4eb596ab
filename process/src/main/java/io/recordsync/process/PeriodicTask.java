package io.recordsync.process;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Runs a task again and again in a thread of its own, from its start until its stop. The time between the end of a run
 * and the next one is always the same. When a run fails, also with an {@link Error}, this is logged once, and the next
 * run tries again.
 */
public final class PeriodicTask implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(PeriodicTask.class);

    private final String name;
    private final Runnable task;
    private final Duration every;
    private final StandingAlert failing;
    private final Consumer<String> succeeded;
    private @Nullable ScheduledExecutorService thread;

    /**
     * @param name what the task does, for the log and the metric, such as {@code Sweeping}
     * @param every the time between two runs, and before the first one
     * @param succeeded takes the name after each run that succeeded, for a metric
     */
    public PeriodicTask(String name, Runnable task, Duration every, ErrorIds errorIds, Consumer<String> succeeded) {
        this.name = name;
        this.task = task;
        this.every = every;
        this.failing = StandingAlert.warning(LOG, errorIds);
        this.succeeded = succeeded;
    }

    @Override
    public synchronized void start() {
        ScheduledExecutorService started = Executors.newSingleThreadScheduledExecutor(
                Thread.ofVirtual().name(name).factory());
        started.scheduleWithFixedDelay(this::runOnce, every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
        thread = started;
    }

    /**
     * Runs the task once, in the calling thread. A failure is logged and never thrown, because the executor would not
     * run the task again after an exception.
     */
    void runOnce() {
        try {
            task.run();
            succeeded.accept(name);
            failing.clear(name + " succeeds again");
        } catch (Throwable e) {
            failing.raise(() -> String.format(
                    Locale.ROOT, "%s failed, and is repeated every %d s: %s", name, every.toSeconds(), e));
        }
    }

    /** Interrupts a run in progress, and returns when it has ended. */
    @Override
    public synchronized void stop() {
        if (thread != null) {
            thread.shutdownNow();
            thread.close();
            thread = null;
        }
    }

    /** Lets a run in progress end without an interrupt, and returns when it has ended. */
    public synchronized void stopAfterRun() {
        if (thread != null) {
            thread.close();
            thread = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return thread != null;
    }
}
