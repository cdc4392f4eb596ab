package io.recordsync.simulator.quota;

/**
 * The calls that a simulated system has seen since it started, refused and broken ones included.
 *
 * @param calls API calls and searches; requests for tokens apart
 * @param searches the searches among them
 * @param tokenCalls requests for tokens
 * @param overQuota calls answered with a limit error because the account's quota was spent
 * @param injectedLimits calls answered with a limit error by the fault plan
 * @param serverErrors calls answered with a status from 500
 * @param unauthorized calls answered with 401
 * @param maxInTenSeconds the most calls that came in any ten seconds, searches apart
 * @param usedToday calls that the daily quota counts now
 * @param pendingWrites writes that are still to land late
 */
public record Counts(
        long calls,
        long searches,
        long tokenCalls,
        long overQuota,
        long injectedLimits,
        long serverErrors,
        long unauthorized,
        int maxInTenSeconds,
        long usedToday,
        long pendingWrites) {

    /** All limit errors, of either cause. */
    public long rateLimited() {
        return overQuota + injectedLimits;
    }
}
