package io.recordsync.worker.specimens;

/** Breaks a rule of {@code DeterminismTest} on purpose. */
final class IteratesAHashMap {

    java.util.Map<String, String> deliveries() {
        return new java.util.HashMap<>();
    }
}
