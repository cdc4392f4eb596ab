package io.recordsync.simulator.quota;

/**
 * The calls that a simulated system has received since it started, including refused and broken ones.
 *
 * @param calls API calls and searches, without token requests
 * @param searches the searches among them
 * @param tokenCalls token requests
 * @param overQuota calls answered with a limit error because the account's quota was used up
 * @param injectedLimits calls answered with a limit error by the fault plan
 * @param serverErrors calls answered with a status from 500
 * @param unauthorized calls answered with 401
 * @param maxInTenSeconds the largest number of calls in any ten seconds, without searches
 * @param usedToday calls that count against the daily quota now
 * @param pendingWrites late writes that have not taken effect yet
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

    /** All limit errors, from the quota and from the fault plan. */
    public long rateLimited() {
        return overQuota + injectedLimits;
    }
}
