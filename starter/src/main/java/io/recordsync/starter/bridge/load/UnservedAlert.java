package io.recordsync.starter.bridge.load;

import io.recordsync.process.ErrorIds;
import io.recordsync.process.StandingAlert;
import io.recordsync.store.delivery.Backlog.Share;
import io.recordsync.store.delivery.Backlog.Unsettled;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Alerts when deliveries have waited for 30 seconds for a system that no live worker serves: once per system, from one
 * starter among all. The delay avoids alerts while workers restart. Used by one thread.
 */
final class UnservedAlert {

    static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(UnservedAlert.class);

    private final BooleanSupplier tells;
    private final LongSupplier nanoTime;
    private final ErrorIds errorIds;
    private final Map<String, Absence> absences = new HashMap<>();

    private record Absence(long since, StandingAlert alert) {}

    /**
     * @param tells whether this process is the one among all starters that alerts
     * @param nanoTime the clock, as {@link System#nanoTime()}
     */
    UnservedAlert(BooleanSupplier tells, LongSupplier nanoTime, ErrorIds errorIds) {
        this.tells = tells;
        this.nanoTime = nanoTime;
        this.errorIds = errorIds;
    }

    void look(Unsettled unsettled) {
        Map<String, Long> waiting = unsettled.shares().stream()
                .filter(share -> !share.served())
                .collect(Collectors.groupingBy(Share::system, Collectors.summingLong(Share::due)));
        waiting.forEach(this::waits);
        absences.entrySet().removeIf(absence -> isOver(absence.getKey(), absence.getValue(), waiting.keySet()));
    }

    private void waits(String system, long deliveries) {
        Absence absence = absences.computeIfAbsent(
                system, any -> new Absence(nanoTime.getAsLong(), StandingAlert.of(LOG, errorIds)));
        if (!tells.getAsBoolean()) {
            absence.alert().leave();
        } else if (nanoTime.getAsLong() - absence.since() >= PATIENCE.toNanos()) {
            absence.alert()
                    .raise(() -> String.format(
                            Locale.ROOT,
                            "no worker serves %s: no live worker carries out its deliveries. %d of them"
                                    + " wait, and continue automatically when one does. Start a worker for it:"
                                    + " `recordsync worker --systems %s`",
                            system,
                            deliveries,
                            system));
        }
    }

    private static boolean isOver(String system, Absence absence, Set<String> waiting) {
        if (waiting.contains(system)) {
            return false;
        }
        absence.alert().clear("no delivery waits any longer for a worker that serves " + system);
        return true;
    }
}
