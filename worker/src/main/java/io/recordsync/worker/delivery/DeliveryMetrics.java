package io.recordsync.worker.delivery;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.recordsync.connectors.ErrorKind;
import io.recordsync.process.Meters;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/** Counts the outcomes of deliveries and the failures of their attempts. */
public final class DeliveryMetrics {

    private final MeterRegistry meters;
    private final Map<List<String>, AtomicReference<Double>> efficiencies = new ConcurrentHashMap<>();

    public DeliveryMetrics(MeterRegistry meters) {
        this.meters = meters;
    }

    void settled(String system, String outcome) {
        meters.counter(Meters.DELIVERIES.key(), "system", system, "outcome", outcome)
                .increment();
    }

    /**
     * How much the last run that read what has changed has brought.
     *
     * @param efficiency new and changed records divided by calls
     */
    void efficiency(String system, String entity, double efficiency) {
        efficiencies
                .computeIfAbsent(List.of(system, entity), key -> {
                    AtomicReference<Double> value = new AtomicReference<>(efficiency);
                    Gauge.builder(Meters.DELTA_EFFICIENCY.key(), value, AtomicReference::get)
                            .tags("system", system, "entity", entity)
                            .register(meters);
                    return value;
                })
                .set(efficiency);
    }

    void failed(String system, ErrorKind kind) {
        meters.counter(
                        Meters.DELIVERY_FAILURES.key(),
                        "system",
                        system,
                        "kind",
                        kind.name().toLowerCase(Locale.ROOT))
                .increment();
    }
}
