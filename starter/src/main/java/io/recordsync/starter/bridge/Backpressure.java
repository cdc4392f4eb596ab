package io.recordsync.starter.bridge;

import io.recordsync.store.Backlog.Share;
import io.recordsync.store.Backlog.Unsettled;
import java.util.Comparator;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps overload in Kafka. Pauses reading while the limits on unsettled deliveries are exceeded, and resumes it when
 * they are not. Used by one thread.
 */
final class Backpressure {

    private static final Logger LOG = LoggerFactory.getLogger(Backpressure.class);

    private static final int MAX_NAMED = 3;

    private final Supplier<Unsettled> backlog;
    private final PauseControl reading;
    private final InFlightLoad load;
    private final BridgeMetrics metrics;
    private final InFlightLimit inFlight;
    private final UnservedAlert unserved;
    private final Ceiling ceiling;
    private final int maxInFlight;

    Backpressure(
            Supplier<Unsettled> backlog,
            PauseControl reading,
            BridgeSettings settings,
            InFlightLimit inFlight,
            InFlightLoad load,
            BridgeMetrics metrics,
            UnservedAlert unserved) {
        this.backlog = backlog;
        this.reading = reading;
        this.load = load;
        this.metrics = metrics;
        this.inFlight = inFlight;
        this.unserved = unserved;
        this.ceiling = new Ceiling(settings.unsettledCeiling());
        this.maxInFlight = settings.maxInFlight();
    }

    /**
     * The limit on all unsettled deliveries. It counts as passed from when the count exceeds it until the count has
     * fallen to half of it.
     */
    private static final class Ceiling {

        private final int most;
        private boolean passed;

        private Ceiling(int most) {
            this.most = most;
        }

        /** Returns whether this count is the first one above the limit. */
        private boolean isPassedBy(long count) {
            boolean before = passed;
            passed = count > (passed ? most / 2 : most);
            return passed && !before;
        }
    }

    /** Reads the backlog once, then pauses or resumes reading as needed. */
    void look() {
        Unsettled unsettled = backlog.get();
        load.saw(unsettled);
        unserved.look(unsettled);
        if (inFlight.isPassedBy(unsettled)) {
            LOG.info(
                    "Reading pauses: {} deliveries are under way, no system and no tenant is below its share, and BRIDGE_MAX_IN_FLIGHT is {}; {}",
                    unsettled.working(),
                    maxInFlight,
                    largest(unsettled));
        }
        if (ceiling.isPassedBy(unsettled.total())) {
            LOG.error(
                    "ALERT reading pauses for all: {} deliveries are unsettled, {} of them wait for a system that is down or served by nobody, or for a"
                            + " later time, and BRIDGE_UNSETTLED_CEILING is {}. {}. See to the open circuits, to systems without workers, and to"
                            + " accounts whose day is spent: `recordsync systems`",
                    unsettled.total(),
                    unsettled.waiting(),
                    ceiling.most,
                    largest(unsettled));
        }
        pauseOrGoOn(inFlight.isPassed() || ceiling.passed, unsettled);
        metrics.saw(unsettled, reading.isPaused());
    }

    /** Names the tenants and systems with the most due deliveries, as text for the log. */
    private static String largest(Unsettled unsettled) {
        String shares = unsettled.shares().stream()
                .sorted(Comparator.comparingLong(Share::due).reversed())
                .limit(MAX_NAMED)
                .map(share -> "%s has %d for tenant %s".formatted(share.system(), share.due(), share.tenant()))
                .collect(Collectors.joining(", "));
        return String.format(
                Locale.ROOT,
                "%s; %d records are not routed",
                shares.isEmpty() ? "No system has any" : shares,
                unsettled.notRouted());
    }

    private void pauseOrGoOn(boolean isTooMuch, Unsettled unsettled) {
        if (!reading.isPaused() && isTooMuch) {
            reading.pause();
        } else if (reading.isPaused() && !isTooMuch) {
            reading.resume();
            LOG.info("Reading goes on: {} deliveries are unsettled", unsettled.total());
        }
    }
}
