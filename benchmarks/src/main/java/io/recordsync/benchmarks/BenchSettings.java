package io.recordsync.benchmarks;

import io.recordsync.benchmarks.harness.Pipeline;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The settings that a run was made with, as its result tells them: those that are not left at their defaults. */
final class BenchSettings {

    /** Of worker and starter, by name: other programs' variables begin alike, and may hold a password, as that of a proxy does. */
    static final Set<String> OURS = Set.of(
            "BRIDGE_BATCH_THRESHOLD",
            "BRIDGE_FLUSH_INTERVAL",
            "BRIDGE_MAX_CHUNK",
            "BRIDGE_MAX_IN_FLIGHT",
            "BRIDGE_SWEEP_EVERY",
            "BRIDGE_UNSETTLED_CEILING",
            "DATABASE_POOL_SIZE",
            "HTTP_MAX_RETRIES",
            "HTTP_TIMEOUT",
            "KAFKA_CONCURRENCY",
            "KAFKA_MAX_POLL_RECORDS",
            "LOG_FORMAT",
            "LOG_LEVEL",
            "RETRY_JITTER",
            "SYNC_LATE_WRITE_GRACE",
            "SYNC_LIVE_SHARE",
            "SYNC_PARK_TIME",
            "SYNC_RULES",
            "SYNC_SLOW_RETRY",
            "SYNC_SLOW_RETRY_MAX",
            "WORKER_SLOTS",
            "WORKER_SYSTEMS",
            "WORKER_WORKFLOWS");

    private BenchSettings() {}

    /**
     * @param given by the benchmark to worker and starter
     * @param environment of which they inherit what is theirs
     */
    static Map<String, Object> told(Map<String, String> given, Map<String, String> environment) {
        Map<String, Object> told = new TreeMap<>();
        environment.forEach((name, value) -> {
            if (OURS.contains(name)) {
                told.put(name, value);
            }
        });
        told.putAll(given);
        told.put("jvm", String.join(" ", Pipeline.FLAGS));
        return told;
    }
}
