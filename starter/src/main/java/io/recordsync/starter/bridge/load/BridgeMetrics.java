package io.recordsync.starter.bridge.load;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.recordsync.process.Meters;
import io.recordsync.store.delivery.Backlog.Unsettled;
import io.recordsync.store.ledger.Accepted;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/** Metrics of the accepted messages, and of the deliveries in progress. */
public final class BridgeMetrics {

    private final MeterRegistry registry;
    private final AtomicLong working;
    private final AtomicLong waiting;
    private final AtomicLong paused;

    public BridgeMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.working = gauge(Meters.UNSETTLED, "state", "working");
        this.waiting = gauge(Meters.UNSETTLED, "state", "waiting");
        this.paused = registry.gauge(Meters.PAUSED.key(), new AtomicLong());
    }

    private AtomicLong gauge(Meters meter, String tag, String value) {
        return registry.gauge(meter.key(), List.of(Tag.of(tag, value)), new AtomicLong());
    }

    public void took(List<Accepted> accepted, int deadLetters, int ignored) {
        accepted.forEach(one -> count(one.result().name().toLowerCase(Locale.ROOT), 1));
        count("dead_lettered", deadLetters);
        count("ignored", ignored);
    }

    public void stepsBack(String topic, int changes) {
        registry.counter(Meters.STEPS_BACK.key(), "topic", topic).increment(changes);
    }

    void saw(Unsettled unsettled, boolean isPaused) {
        working.set(unsettled.working());
        waiting.set(unsettled.waiting());
        paused.set(isPaused ? 1 : 0);
    }

    private void count(String outcome, int messages) {
        registry.counter(Meters.EVENTS.key(), "outcome", outcome).increment(messages);
    }
}
