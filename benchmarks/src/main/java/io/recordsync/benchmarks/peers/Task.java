package io.recordsync.benchmarks.peers;

import io.recordsync.benchmarks.harness.BenchTarget;
import java.util.Map;

/**
 * A contender's task: to deliver the events of a topic to one system.
 *
 * @param topic the topic, which is also the name of the consumer group; each task in an environment needs a different
 * one
 * @param limited whether the account has its usual quota, which the contender must then keep
 * @param settings the system's address and credentials, by recordsync's names
 */
public record Task(String topic, BenchTarget target, boolean limited, Map<String, String> settings) {

    public Task {
        settings = Map.copyOf(settings);
    }
}
