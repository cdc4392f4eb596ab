package io.recordsync.benchmarks.peers;

import io.recordsync.benchmarks.harness.BenchTarget;
import java.util.Map;

/**
 * What a contender is to do: bring the events of a topic to one system.
 *
 * @param topic also the consumer group's name; no two tasks on one site have the same
 * @param limited whether the account has its usual quota, which the contender then is to keep
 * @param settings the system's address and credentials, by recordsync's names
 */
public record Task(String topic, BenchTarget target, boolean limited, Map<String, String> settings) {

    public Task {
        settings = Map.copyOf(settings);
    }
}
