package io.recordsync.starter.bridge;

import io.recordsync.store.Backlog;
import io.recordsync.store.Backlog.Unsettled;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.listener.MessageListenerContainer;

/** Keeps overload in Kafka: pauses reading while too much is under way, and goes on when half of it is done. */
final class Backpressure {

    private static final Logger LOG = LoggerFactory.getLogger(Backpressure.class);

    private final Backlog backlog;
    private final MessageListenerContainer container;
    private final BridgeSettings settings;
    private final Load load;
    private final BridgeMetrics metrics;

    Backpressure(
            Backlog backlog,
            MessageListenerContainer container,
            BridgeSettings settings,
            Load load,
            BridgeMetrics metrics) {
        this.backlog = backlog;
        this.container = container;
        this.settings = settings;
        this.load = load;
        this.metrics = metrics;
    }

    /** Looks once, and acts on what it sees. */
    void look() {
        Unsettled unsettled = backlog.unsettled();
        load.saw(unsettled);
        if (!container.isPauseRequested() && isTooMuch(unsettled)) {
            pause(unsettled);
        } else if (container.isPauseRequested() && isHalfDone(unsettled)) {
            container.resume();
            LOG.info("Reading goes on: {} deliveries are unsettled", unsettled.total());
        }
        metrics.saw(unsettled, container.isPauseRequested());
    }

    private void pause(Unsettled unsettled) {
        container.pause();
        if (unsettled.total() > settings.unsettledCeiling()) {
            LOG.error(
                    "Reading pauses: {} deliveries are unsettled, {} of them wait for a system that is down, and BRIDGE_UNSETTLED_CEILING is {};"
                            + " see to the open circuits",
                    unsettled.total(),
                    unsettled.waiting(),
                    settings.unsettledCeiling());
        } else {
            LOG.info(
                    "Reading pauses: {} deliveries are under way, and BRIDGE_MAX_IN_FLIGHT is {}",
                    unsettled.working(),
                    settings.maxInFlight());
        }
    }

    private boolean isTooMuch(Unsettled unsettled) {
        return unsettled.working() > settings.maxInFlight() || unsettled.total() > settings.unsettledCeiling();
    }

    private boolean isHalfDone(Unsettled unsettled) {
        return unsettled.working() <= settings.maxInFlight() / 2
                && unsettled.total() <= settings.unsettledCeiling() / 2;
    }
}
