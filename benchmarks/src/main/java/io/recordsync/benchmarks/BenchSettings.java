package io.recordsync.benchmarks;

import io.recordsync.benchmarks.harness.Pipeline;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The settings of a run that are reported with its result: those that are not at their defaults. */
final class BenchSettings {

    /**
     * The names of the settings of worker and starter. They are listed in full, because variables of other programs may
     * begin with the same prefix and hold a password, such as that of a proxy.
     */
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
     * @param given the settings that the benchmark gives to worker and starter
     * @param environment the environment, from which worker and starter inherit their settings
     */
    static Map<String, Object> reported(Map<String, String> given, Map<String, String> environment) {
        Map<String, Object> reported = new TreeMap<>();
        environment.forEach((name, value) -> {
            if (OURS.contains(name)) {
                reported.put(name, value);
            }
        });
        reported.putAll(given);
        reported.put("jvm", String.join(" ", Pipeline.FLAGS));
        return reported;
    }
}
