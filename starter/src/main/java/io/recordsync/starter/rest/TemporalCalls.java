package io.recordsync.starter.rest;

import io.grpc.Context;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Limits the time of calls to Temporal. The client itself retries for longer than a caller over HTTP should wait. */
final class TemporalCalls implements AutoCloseable {

    /** The longest time that a caller waits for Temporal to accept a signal. */
    static final Duration SIGNAL = Duration.ofSeconds(5);

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("temporal-calls").factory());

    /** Makes a call, which fails with {@code DEADLINE_EXCEEDED} when the time is over. */
    <T> T within(Duration time, Supplier<T> call) {
        Context.CancellableContext bounded =
                Context.current().withDeadlineAfter(time.toMillis(), TimeUnit.MILLISECONDS, timer);
        Context before = bounded.attach();
        try {
            return call.get();
        } finally {
            bounded.detach(before);
            bounded.cancel(null);
        }
    }

    /** Sends a signal within {@link #SIGNAL}. */
    void signal(Runnable signal) {
        within(SIGNAL, () -> {
            signal.run();
            return true;
        });
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
