package io.recordsync.benchmarks;

import io.recordsync.benchmarks.harness.Pipeline;
import java.util.Map;
import java.util.TreeMap;

/** The settings that a run was made with, as its result tells them. */
final class Settings {

    private static final String OURS = "(BRIDGE|KAFKA|WORKER|SYNC|HTTP|RETRY|LOG)_.*|DATABASE_POOL_SIZE";

    private Settings() {}

    /**
     * @param given by the benchmark to worker and starter
     * @param environment of which they inherit what is theirs; no secrets are told
     */
    static Map<String, Object> told(Map<String, String> given, Map<String, String> environment) {
        Map<String, Object> told = new TreeMap<>();
        environment.forEach((name, value) -> {
            if (name.matches(OURS)) {
                told.put(name, value);
            }
        });
        told.putAll(given);
        told.put("jvm", String.join(" ", Pipeline.FLAGS));
        return told;
    }
}
