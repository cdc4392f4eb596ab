package io.recordsync.starter.bridge.load;

import io.recordsync.store.delivery.Backlog.Share;
import io.recordsync.store.delivery.Backlog.Unsettled;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides whether too many deliveries are under way to use further messages. The limit applies to each tenant at each
 * system. As long as one of them is below its share, reading continues into the ledger, so that its messages are not
 * blocked by others in the same partition. Used by one thread.
 */
final class InFlightLimit {

    private static final Logger LOG = LoggerFactory.getLogger(InFlightLimit.class);

    private final int most;
    private final IntUnaryOperator tenants;
    private boolean passed;

    /**
     * @param most the largest number of deliveries under way for one tenant at one system
     * @param tenants counts the existing tenants, up to the number that it is given
     */
    InFlightLimit(int most, IntUnaryOperator tenants) {
        this.most = most;
        this.tenants = tenants;
    }

    /**
     * Updates the state: once passed, the limit stays passed until a share is down to half of it. Returns whether it is
     * passed.
     */
    boolean isPassedBy(Unsettled unsettled) {
        boolean before = passed;
        int limit = passed ? most / 2 : most;
        passed = unsettled.working() > limit && !couldSomebodyUseMore(unsettled, limit);
        if (passed && !before) {
            LOG.info(
                    "Reading pauses: {} deliveries are in progress, every system and tenant has used its"
                            + " share, and BRIDGE_MAX_IN_FLIGHT is {}. It resumes automatically. {}",
                    unsettled.working(),
                    most,
                    LargestShares.of(unsettled));
        }
        return passed;
    }

    /** Records that are not routed yet are checked first, because their deliveries may be for any tenant and system. */
    private boolean couldSomebodyUseMore(Unsettled unsettled, int limit) {
        return unsettled.notRouted() <= limit && hasRoom(unsettled, limit);
    }

    private boolean hasRoom(Unsettled unsettled, int limit) {
        Map<String, Long> full = unsettled.shares().stream()
                .filter(share -> unsettled.able().contains(share.system()))
                .filter(share -> isFull(share, limit))
                .collect(Collectors.groupingBy(Share::system, Collectors.counting()));
        return unsettled.able().stream().anyMatch(system -> hasRoom(full.getOrDefault(system, 0L)));
    }

    /**
     * Whether there are more tenants than those whose share of the system is full. A tenant that is in none of the
     * counts has nothing under way.
     */
    private boolean hasRoom(long fullTenants) {
        return fullTenants == 0 || tenants.applyAsInt((int) fullTenants + 1) > fullTenants;
    }

    private static boolean isFull(Share share, int limit) {
        return share.open() || share.working() > limit;
    }
}
