package io.recordsync.starter.bridge;

import io.micrometer.core.instrument.MeterRegistry;
import io.recordsync.store.Accepted;
import io.recordsync.store.Backlog.Unsettled;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/** The bridge's meters. Their names are part of what others rely on. */
final class BridgeMetrics {

    /** Messages taken in, by what became of them: {@code changed}, {@code repeated}, …, {@code dead_lettered}. */
    static final String EVENTS = "recordsync.bridge.events";

    /** Deliveries that are not settled: {@code working}, or {@code waiting} for a system that is down. */
    static final String UNSETTLED = "recordsync.unsettled";

    /** 1 while reading is paused. */
    static final String PAUSED = "recordsync.bridge.paused";

    private final MeterRegistry registry;
    private final AtomicLong working;
    private final AtomicLong waiting;
    private final AtomicLong paused;

    BridgeMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.working = gauge("working");
        this.waiting = gauge("waiting");
        this.paused = registry.gauge(PAUSED, new AtomicLong());
    }

    private AtomicLong gauge(String state) {
        return registry.gauge(
                UNSETTLED, List.of(io.micrometer.core.instrument.Tag.of("state", state)), new AtomicLong());
    }

    void took(List<Accepted> accepted, int deadLetters) {
        accepted.forEach(one -> count(one.verdict().name().toLowerCase(Locale.ROOT), 1));
        count("dead_lettered", deadLetters);
    }

    void saw(Unsettled unsettled, boolean isPaused) {
        working.set(unsettled.working());
        waiting.set(unsettled.waiting());
        paused.set(isPaused ? 1 : 0);
    }

    private void count(String outcome, int messages) {
        registry.counter(EVENTS, "outcome", outcome).increment(messages);
    }
}
