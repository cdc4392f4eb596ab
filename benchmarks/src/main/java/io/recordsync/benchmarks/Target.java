package io.recordsync.benchmarks;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The system that a benchmark's records go to. */
enum Target {
    SALESFORCE,
    HUBSPOT;

    /** Settings by which nothing goes in chunks. */
    static final Map<String, String> RECORD_LANE_ALONE = Map.of("BRIDGE_BATCH_THRESHOLD", "1000000");

    String system() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Settings by which all records go there, with the account's usual limits. */
    Map<String, String> settings() {
        return Map.of("SYNC_RULES", system() + "-only");
    }

    /** The same, and the account has no limits. */
    Map<String, String> settingsWithoutLimits() {
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
