package io.recordsync.starter.bridge.load;

import io.recordsync.process.ErrorIds;
import io.recordsync.process.StandingAlert;
import io.recordsync.store.delivery.Backlog.Unsettled;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The limit on all unsettled deliveries, with an alert while it is passed. It counts as passed from when the count
 * exceeds it until the count has fallen to half of it. Used by one thread.
 */
final class UnsettledCeiling {

    private static final Logger LOG = LoggerFactory.getLogger(UnsettledCeiling.class);

    private final int most;
    private final StandingAlert alert;
    private boolean passed;

    UnsettledCeiling(int most, ErrorIds errorIds) {
        this.most = most;
        this.alert = StandingAlert.of(LOG, errorIds);
    }

    /** Updates the state. Returns whether the limit is passed. */
    boolean isPassedBy(Unsettled unsettled) {
        passed = unsettled.total() > (passed ? most / 2 : most);
        if (passed) {
            alert.raise(() -> text(unsettled));
        } else {
            alert.clear("The number of unsettled deliveries has fallen to half of BRIDGE_UNSETTLED_CEILING");
        }
        return passed;
    }

    private String text(Unsettled unsettled) {
        return String.format(
                Locale.ROOT,
                "reading pauses for all: %d deliveries are unsettled, %d of them wait for a system that is down, for"
                        + " a worker, or for a later time, and BRIDGE_UNSETTLED_CEILING is %d. %s. Check the open"
                        + " circuits, the systems without workers and the accounts without calls left today:"
                        + " `recordsync systems`",
                unsettled.total(),
                unsettled.waiting(),
                most,
                LargestShares.of(unsettled));
    }
}
