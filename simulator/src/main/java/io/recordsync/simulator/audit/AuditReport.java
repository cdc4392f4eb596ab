package io.recordsync.simulator.audit;

import java.util.Map;
import java.util.SortedSet;

/**
 * What the audit found. The sets hold record ids and nothing else.
 *
 * @param lostRecords the final state that was sent is missing, wrong, or still there after a delete
 * @param duplicateRecords more than one live object for one record or one e-mail address, one created twice without a
 *     delete between, or one at a system to which the rules do not send it
 * @param staleRecords an older version was written after a newer one
 * @param refusedRecords the system refused the final state for good; these are not lost
 * @param systems calls of each system
 */
public record AuditReport(
        SortedSet<String> lostRecords,
        SortedSet<String> duplicateRecords,
        SortedSet<String> staleRecords,
        SortedSet<String> refusedRecords,
        Map<String, Calls> systems) {

    /**
     * The calls that a system saw.
     *
     * @param rateLimited those answered with a limit error, of the quota or of the fault plan
     * @param overQuota those of the quota alone
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

    /** True when nothing is lost, doubled or stale. */
    public boolean isClean() {
        return lostRecords.isEmpty() && duplicateRecords.isEmpty() && staleRecords.isEmpty();
    }

    /** Limit errors of all systems. */
    public long rateLimited() {
        return systems.values().stream().mapToLong(Calls::rateLimited).sum();
    }
}
