package io.recordsync.worker;

import io.micrometer.core.instrument.MeterRegistry;
import io.recordsync.connectors.http.CallObserver;
import io.recordsync.connectors.http.VendorCall;
import io.recordsync.process.Meters;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts and times the HTTP calls to systems. Warns when a vendor gives notice that an API will be withdrawn, at most
 * once an hour for each notice.
 */
final class CallMetrics implements CallObserver {

    private static final Logger LOG = LoggerFactory.getLogger(CallMetrics.class);
    private static final Duration AGAIN = Duration.ofHours(1);
    /** The largest number of notices that are remembered, whatever vendors send. */
    private static final int MAX_NOTICES = 100;

    private final MeterRegistry meters;
    private final InstantSource clock;
    private final Map<Notice, Instant> given = new HashMap<>();

    CallMetrics(MeterRegistry meters, InstantSource clock) {
        this.meters = meters;
        this.clock = clock;
    }

    private record Notice(String system, String deprecation, String sunset) {}

    @Override
    public void called(VendorCall call, int status, Duration took) {
        meters.timer(Meters.CALLS.key(), "system", call.system(), "status", Integer.toString(status))
                .record(took);
    }

    @Override
    public void retiring(VendorCall call, String deprecation, String sunset) {
        if (isDue(new Notice(call.system(), deprecation, sunset))) {
            LOG.warn(
                    "{} announces that {} will be removed{}{}. Set {}_API_VERSION to a newer version.",
                    call.system(),
                    call,
                    said("deprecated since", deprecation),
                    said("available until", sunset),
                    call.system().toUpperCase(Locale.ROOT));
        }
    }

    private synchronized boolean isDue(Notice notice) {
        Instant now = clock.instant();
        given.values().removeIf(when -> !when.plus(AGAIN).isAfter(now));
        return given.size() < MAX_NOTICES && given.putIfAbsent(notice, now) == null;
    }

    private static String said(String what, String when) {
        return when.isEmpty() ? "" : ", " + what + " " + when;
    }
}
