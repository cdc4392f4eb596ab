package io.recordsync.process;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** The metric {@link Meters#LAST_SUCCESS}: when each periodic task of this process last succeeded. */
public final class LastSuccess {

    private final MeterRegistry registry;
    private final Map<String, AtomicLong> seconds = new ConcurrentHashMap<>();

    public LastSuccess(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Records that the task has succeeded now. Before its first success a task has no metric. */
    public void now(String task) {
        seconds.computeIfAbsent(task, this::gauge)
                .set(TimeUnit.MILLISECONDS.toSeconds(registry.config().clock().wallTime()));
    }

    private AtomicLong gauge(String task) {
        return registry.gauge(Meters.LAST_SUCCESS.key(), List.of(Tag.of("task", task)), new AtomicLong());
    }
}
