package io.recordsync.simulator.audit;

import java.util.Map;
import java.util.SortedSet;

/**
 * The findings of the audit. The sets contain only record ids.
 *
 * @param lostRecords the final state that was sent is missing, wrong, or still there after a delete
 * @param duplicateRecords there is more than one live object for one record or one e-mail address, or one was created
 *     twice without a delete in between, or one is at a system to which the rules do not send it
 * @param staleRecords an older version was written after a newer one
 * @param refusedRecords the system permanently refused the final state; these are not lost
 * @param systems the calls of each system
 */
public record AuditReport(
        SortedSet<String> lostRecords,
        SortedSet<String> duplicateRecords,
        SortedSet<String> staleRecords,
        SortedSet<String> refusedRecords,
        Map<String, Calls> systems) {

    /**
     * The calls that a system received.
     *
     * @param rateLimited the calls answered with a limit error, because of the quota or of the fault plan
     * @param overQuota the calls answered with a limit error because of the quota
     */
    public record Calls(long calls, long rateLimited, long overQuota) {}

    public int lost() {
        return lostRecords.size();
    }

    public int duplicates() {
        return duplicateRecords.size();
    }

    public int stale() {
        return staleRecords.size();
    }

    /** True when no record is lost, duplicate or stale. */
    public boolean isClean() {
        return lostRecords.isEmpty() && duplicateRecords.isEmpty() && staleRecords.isEmpty();
    }

    /** The number of limit errors of all systems. */
    public long rateLimited() {
        return systems.values().stream().mapToLong(Calls::rateLimited).sum();
    }
}
