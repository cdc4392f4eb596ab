package io.recordsync.benchmarks.harness;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The system that a benchmark's records go to. */
public enum BenchTarget {
    SALESFORCE(200),
    HUBSPOT(100);

    /** Settings by which nothing goes in chunks. */
    public static final Map<String, String> RECORD_LANE_ALONE = Map.of("BRIDGE_BATCH_THRESHOLD", "1000000");

    private final int largestBatch;

    BenchTarget(int largestBatch) {
        this.largestBatch = largestBatch;
    }

    public String system() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** How many records one call takes at most. */
    public int largestBatch() {
        return largestBatch;
    }

    /** Settings by which all records go there, with the account's usual limits. */
    public Map<String, String> settings() {
        return Map.of("SYNC_RULES", system() + "-only");
    }

    /** The same, and the account has no limits. */
    public Map<String, String> settingsWithoutLimits() {
        Map<String, String> settings = new TreeMap<>(withoutLimits());
        settings.putAll(settings());
        return settings;
    }

    private Map<String, String> withoutLimits() {
        return switch (this) {
            case SALESFORCE -> Map.of("SALESFORCE_DAILY_LIMIT", "0");
            case HUBSPOT ->
                Map.of("HUBSPOT_DAILY_LIMIT", "0", "HUBSPOT_WINDOW_LIMIT", "0", "HUBSPOT_SEARCH_LIMIT", "0");
        };
    }
}
