package io.recordsync.connectors;

import java.util.List;

/**
 * What a look at an account found, in the order in which it was looked at. Where one thing fails, those that rest on it are not looked at.
 */
public record CheckReport(List<Finding> findings) {

    public CheckReport {
        findings = List.copyOf(findings);
    }

    /**
     * @param what was looked at: {@code connection}, {@code credentials}, {@code permissions}, {@code external id of contacts}
     * @param good whether it is as it must be
     * @param sentence what was found, and where it is wrong the exact step that mends it; holds no secret
     */
    public record Finding(String what, boolean good, String sentence) {}

    public boolean isGood() {
        return findings.stream().allMatch(Finding::good);
    }
}
