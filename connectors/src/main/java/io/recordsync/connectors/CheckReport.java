package io.recordsync.connectors;

import java.util.List;

/**
 * The findings of an account check, in the order of the checks. If a check fails, those that depend on it are left out.
 */
public record CheckReport(List<Finding> findings) {

    public CheckReport {
        findings = List.copyOf(findings);
    }

    /**
     * @param what the item that was checked: {@code connection}, {@code credentials}, {@code permissions},
     *     {@code external id of contacts}
     * @param good whether it is as it must be
     * @param sentence the finding, and for a problem the exact step that corrects it; contains no secret
     */
    public record Finding(String what, boolean good, String sentence) {

        public static Finding good(String what, String sentence) {
            return new Finding(what, true, sentence.strip());
        }

        public static Finding bad(String what, String sentence) {
            return new Finding(what, false, sentence);
        }

        public static Finding bad(String what, ConnectorException reason) {
            return bad(what, String.valueOf(reason.getMessage()));
        }
    }

    public boolean isGood() {
        return findings.stream().allMatch(Finding::good);
    }
}
