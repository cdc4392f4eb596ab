package io.recordsync.benchmarks.harness;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The system to which a benchmark's records are sent. */
public enum BenchTarget {
    SALESFORCE(200),
    HUBSPOT(100);

    private final int largestBatch;

    BenchTarget(int largestBatch) {
        this.largestBatch = largestBatch;
    }

    public String system() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The largest number of records in one call. */
    public int largestBatch() {
        return largestBatch;
    }

    /** Settings with which all records are sent to this system, with the account's usual limits. */
    public Map<String, String> settings() {
        return Map.of("SYNC_RULES", system() + "-only");
    }

    /** The same settings, for an account without limits. */
    public Map<String, String> settingsWithoutLimits() {
        Map<String, String> settings = new TreeMap<>(withoutLimits());
        settings.putAll(settings());
        return settings;
    }

    /** The settings for an account without limits, with which no change is sent in chunks. */
    public Map<String, String> settingsOfRecordLane() {
        Map<String, String> settings = new TreeMap<>(settingsWithoutLimits());
        settings.put("BRIDGE_BATCH_THRESHOLD", "1000000");
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
