package io.recordsync.worker.delivery;

import io.micrometer.core.instrument.MeterRegistry;
import io.recordsync.connectors.ErrorKind;
import java.util.Locale;

/** {@code recordsync.deliveries} by system and outcome, {@code recordsync.delivery.failures} by system and kind. */
public final class DeliveryMetrics {

    private final MeterRegistry meters;

    public DeliveryMetrics(MeterRegistry meters) {
        this.meters = meters;
    }

    void settled(String system, String outcome) {
        meters.counter("recordsync.deliveries", "system", system, "outcome", outcome)
                .increment();
    }

    void failed(String system, ErrorKind kind) {
        meters.counter(
                        "recordsync.delivery.failures",
                        "system",
                        system,
                        "kind",
                        kind.name().toLowerCase(Locale.ROOT))
                .increment();
    }
}
