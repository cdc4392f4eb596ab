package io.recordsync.worker.pools;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/**
 * Ends a process in which a pool has not polled for twice as long as {@link PoolsHealth} allows. The cause does not end
 * until the process does, and the supervisor of the process then starts another one. While Temporal cannot be reached,
 * a pool still polls, and no process is ended.
 */
public final class PoolsGuard implements SmartLifecycle {

    private static final Duration EVERY = Duration.ofSeconds(30);
    private static final int TIMES_THE_LONGEST = 2;

    private final PoolsHealth health;
    private final Consumer<String> endProcess;
    private @Nullable ScheduledExecutorService thread;

    /** @param endProcess takes a sentence for the log; called at most once for each check */
    public PoolsGuard(PoolsHealth health, Consumer<String> endProcess) {
        this.health = health;
        this.endProcess = endProcess;
    }

    /** Checks once. */
    void look() {
        List<String> silent = health.silentQueues(TIMES_THE_LONGEST);
        if (!silent.isEmpty()) {
            endProcess.accept(
                    "This worker has not asked Temporal for work of the queues %s for long, and ends so that another is started in its place"
                            .formatted(String.join(", ", silent)));
        }
    }

    @Override
    public synchronized void start() {
        ScheduledExecutorService started = Executors.newSingleThreadScheduledExecutor(
                Thread.ofVirtual().name("pools-guard").factory());
        started.scheduleWithFixedDelay(this::look, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
        thread = started;
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
