package io.recordsync.worker;

import io.micrometer.core.instrument.MeterRegistry;
import io.recordsync.connectors.http.CallObserver;
import io.recordsync.connectors.http.VendorCall;
import io.recordsync.settings.Meters;
import java.time.Duration;

/** Counts and times the HTTP calls to systems. */
record CallMetrics(MeterRegistry meters) implements CallObserver {

    @Override
    public void called(VendorCall call, int status, Duration took) {
        meters.timer(Meters.CALLS.key(), "system", call.system(), "status", Integer.toString(status))
                .record(took);
    }
}
