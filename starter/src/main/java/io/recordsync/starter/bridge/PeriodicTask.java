package io.recordsync.starter.bridge;

import io.recordsync.settings.ErrorIds;
import io.recordsync.settings.LogFields;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Runs a task periodically as long as the process runs. When a run fails, also with an {@link Error}, the failure is
 * logged once and the next run tries again. A metric says when a run last succeeded.
 */
final class PeriodicTask implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(PeriodicTask.class);

    private final String name;
    private final Runnable round;
    private final Duration every;
    private final ErrorIds errorIds;
    private final BridgeMetrics metrics;
    private @Nullable ScheduledExecutorService thread;
    private boolean failing;

    /** @param name what the task does, for the log and the metric */
    PeriodicTask(String name, Runnable round, Duration every, ErrorIds errorIds, BridgeMetrics metrics) {
        this.name = name;
        this.round = round;
        this.every = every;
        this.errorIds = errorIds;
        this.metrics = metrics;
    }

    @Override
    public synchronized void start() {
        ScheduledExecutorService started = Executors.newSingleThreadScheduledExecutor(
                Thread.ofVirtual().name(name).factory());
        started.scheduleWithFixedDelay(this::attempt, every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
        thread = started;
    }

    private void attempt() {
        try {
            round.run();
            failing = false;
            metrics.succeeded(name);
        } catch (Throwable e) {
            // If this were thrown, the executor would not run the task again.
            if (!failing) {
                logFirst(e);
            }
            failing = true;
        }
    }

    private void logFirst(Throwable failure) {
        LogFields.ofError(errorIds.next())
                .during(() -> LOG.warn("{} failed and is tried again every {}: {}", name, every, failure.toString()));
    }

    @Override
    public synchronized void stop() {
        if (thread != null) {
            thread.shutdownNow();
            thread.close();
            thread = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return thread != null;
    }
}
