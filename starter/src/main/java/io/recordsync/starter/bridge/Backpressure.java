package io.recordsync.starter.bridge;

import io.recordsync.store.Backlog.Unsettled;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.listener.MessageListenerContainer;

/** Keeps overload in Kafka: pauses reading while too much is under way, and goes on when half of it is done. Used by one thread. */
final class Backpressure {

    private static final Logger LOG = LoggerFactory.getLogger(Backpressure.class);

    private final Supplier<Unsettled> backlog;
    private final MessageListenerContainer container;
    private final Load load;
    private final BridgeMetrics metrics;
    private final Bound inFlight;
    private final Bound ceiling;

    Backpressure(
            Supplier<Unsettled> backlog,
            MessageListenerContainer container,
            BridgeSettings settings,
            Load load,
            BridgeMetrics metrics) {
        this.backlog = backlog;
        this.container = container;
        this.load = load;
        this.metrics = metrics;
        this.inFlight = new Bound(settings.maxInFlight());
        this.ceiling = new Bound(settings.unsettledCeiling());
    }

    /** Passed from above it until what it bounds is down to its half. What the other bound is for has no say in that. */
    private static final class Bound {

        private final int most;
        private boolean passed;

        private Bound(int most) {
            this.most = most;
        }

        /** Returns whether it has been passed just now. */
        private boolean isPassedBy(long count) {
            boolean before = passed;
            passed = count > (passed ? most / 2 : most);
            return passed && !before;
        }
    }

    /** Looks once, and acts on what it sees. */
    void look() {
        Unsettled unsettled = backlog.get();
        load.saw(unsettled);
        if (inFlight.isPassedBy(unsettled.working())) {
            LOG.info(
                    "Reading pauses: {} deliveries are under way, and BRIDGE_MAX_IN_FLIGHT is {}",
                    unsettled.working(),
                    inFlight.most);
        }
        if (ceiling.isPassedBy(unsettled.total())) {
            LOG.error(
                    "Reading pauses: {} deliveries are unsettled, {} of them wait for a system that is down or for a later time, and"
                            + " BRIDGE_UNSETTLED_CEILING is {}; see to the open circuits, and to accounts whose day is spent",
                    unsettled.total(),
                    unsettled.waiting(),
                    ceiling.most);
        }
        pauseOrGoOn(inFlight.passed || ceiling.passed, unsettled);
        metrics.saw(unsettled, container.isPauseRequested());
    }

    private void pauseOrGoOn(boolean isTooMuch, Unsettled unsettled) {
        if (!container.isPauseRequested() && isTooMuch) {
            container.pause();
        } else if (container.isPauseRequested() && !isTooMuch) {
            container.resume();
            LOG.info("Reading goes on: {} deliveries are unsettled", unsettled.total());
        }
    }
}
