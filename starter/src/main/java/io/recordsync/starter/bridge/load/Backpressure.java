package io.recordsync.starter.bridge.load;

import io.recordsync.store.delivery.Backlog.Unsettled;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps overload in Kafka. Pauses reading while the limits on unsettled deliveries are exceeded, and resumes it when
 * they are not. Used by one thread.
 */
final class Backpressure {

    private static final Logger LOG = LoggerFactory.getLogger(Backpressure.class);

    private final Supplier<Unsettled> backlog;
    private final PauseControl reading;
    private final InFlightLimit inFlight;
    private final UnsettledCeiling ceiling;
    private final InFlightLoad load;
    private final BridgeMetrics metrics;
    private final UnservedAlert unserved;

    Backpressure(
            Supplier<Unsettled> backlog,
            PauseControl reading,
            InFlightLimit inFlight,
            UnsettledCeiling ceiling,
            InFlightLoad load,
            BridgeMetrics metrics,
            UnservedAlert unserved) {
        this.backlog = backlog;
        this.reading = reading;
        this.inFlight = inFlight;
        this.ceiling = ceiling;
        this.load = load;
        this.metrics = metrics;
        this.unserved = unserved;
    }

    /** Reads the backlog once, then pauses or resumes reading as needed. */
    void look() {
        Unsettled unsettled = backlog.get();
        load.saw(unsettled);
        unserved.look(unsettled);
        boolean isTooMuchInFlight = inFlight.isPassedBy(unsettled);
        boolean isTooMuchInAll = ceiling.isPassedBy(unsettled);
        pauseOrResume(isTooMuchInFlight || isTooMuchInAll, unsettled);
        metrics.saw(unsettled, reading.isPaused());
    }

    private void pauseOrResume(boolean isTooMuch, Unsettled unsettled) {
        if (!reading.isPaused() && isTooMuch) {
            reading.pause();
        } else if (reading.isPaused() && !isTooMuch) {
            reading.resume();
            LOG.info("Reading resumes: {} deliveries are unsettled", unsettled.total());
        }
    }
}
