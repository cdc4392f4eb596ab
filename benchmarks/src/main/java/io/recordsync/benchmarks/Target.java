package io.recordsync.benchmarks;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The system that a benchmark's records go to. */
enum Target {
    SALESFORCE(Map.of("SALESFORCE_DAILY_LIMIT", "0")),
    HUBSPOT(Map.of("HUBSPOT_DAILY_LIMIT", "0", "HUBSPOT_WINDOW_LIMIT", "0", "HUBSPOT_SEARCH_LIMIT", "0"));

    /** Settings by which nothing goes in chunks. */
    static final Map<String, String> RECORD_LANE_ALONE = Map.of("BRIDGE_BATCH_THRESHOLD", "1000000");

    private final Map<String, String> withoutLimits;

    Target(Map<String, String> withoutLimits) {
        this.withoutLimits = withoutLimits;
    }

    String system() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Settings by which all records go there, with the account's usual limits. */
    Map<String, String> settings() {
        return Map.of("SYNC_RULES", system() + "-only");
    }

    /** The same, and the account has no limits. */
    Map<String, String> settingsWithoutLimits() {
        Map<String, String> settings = new TreeMap<>(withoutLimits);
        settings.putAll(settings());
        return settings;
    }
}
