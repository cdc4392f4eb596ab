package io.recordsync.worker;

import io.micrometer.core.instrument.MeterRegistry;
import io.recordsync.connectors.http.CallObserver;
import io.recordsync.connectors.http.VendorCall;
import java.time.Duration;

/** {@code recordsync.calls}: the HTTP calls to systems, by system and status; status 0 where no answer came. */
record CallMetrics(MeterRegistry meters) implements CallObserver {

    @Override
    public void called(VendorCall call, int status, Duration took) {
        meters.timer("recordsync.calls", "system", call.system(), "status", Integer.toString(status))
                .record(took);
    }
}
