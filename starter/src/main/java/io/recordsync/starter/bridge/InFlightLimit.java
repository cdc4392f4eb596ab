package io.recordsync.starter.bridge;

import io.recordsync.store.Backlog.Share;
import io.recordsync.store.Backlog.Unsettled;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;

/**
 * Whether so much is under way that nobody could use what is read. The limit is for each tenant at each system: one that is behind its share is read on into
 * the ledger, so that others behind it in the same partition go on. Used by one thread.
 */
final class InFlightLimit {

    private final int most;
    private final IntUnaryOperator tenants;
    private boolean passed;

    /**
     * @param most deliveries under way of one tenant at one system
     * @param tenants counts the tenants there are, no further than told
     */
    InFlightLimit(int most, IntUnaryOperator tenants) {
        this.most = most;
        this.tenants = tenants;
    }

    boolean isPassed() {
        return passed;
    }

    /** Passed until somebody is down to half of it. Returns whether it has been passed just now. */
    boolean isPassedBy(Unsettled unsettled) {
        boolean before = passed;
        int limit = passed ? most / 2 : most;
        passed = unsettled.working() > limit && !couldSomebodyUseMore(unsettled, limit);
        return passed && !before;
    }

    /** What is not routed yet may be for anybody, and comes before all else. */
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

    /** Whether there is a tenant more than those whose share of a system is full; it has nothing under way where it is in none of the counts. */
    private boolean hasRoom(long fullTenants) {
        return fullTenants == 0 || tenants.applyAsInt((int) fullTenants + 1) > fullTenants;
    }

    private static boolean isFull(Share share, int limit) {
        return share.open() || share.working() > limit;
    }
}
