package io.recordsync.worker.delivery;

import io.micrometer.core.instrument.MeterRegistry;
import io.recordsync.connectors.ErrorKind;
import io.recordsync.process.Meters;
import java.util.Locale;

/** Counts the outcomes of deliveries and the failures of their attempts. */
public final class DeliveryMetrics {

    private final MeterRegistry meters;

    public DeliveryMetrics(MeterRegistry meters) {
        this.meters = meters;
    }

    void settled(String system, String outcome) {
        meters.counter(Meters.DELIVERIES.key(), "system", system, "outcome", outcome)
                .increment();
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
