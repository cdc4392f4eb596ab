package io.recordsync.benchmarks.peers;

import io.recordsync.benchmarks.harness.BenchEnvironment;
import io.recordsync.benchmarks.harness.Pipeline;
import java.util.Map;
import java.util.Optional;

/** Confluent Parallel Consumer, in the small program in {@code benchmarks/peers/java}. */
public final class ParallelConsumer extends Peer {

    public ParallelConsumer(BenchEnvironment site, InstalledPeers installed) {
        super(site, installed);
    }

    @Override
    public String name() {
        return "parallel-consumer";
    }

    @Override
    public Optional<String> missing() {
        return installed().missing("Parallel Consumer", "java");
    }

    @Override
    public Map<String, String> versions() {
        return Map.of(name(), installed().parallelConsumerVersion());
    }

    @Override
    protected void launch(Programs programs, Task task, Map<String, String> environment) {
        programs.start(
                name(),
                name() + "-" + task.topic(),
                installed().java(Pipeline.HEAP, "ParallelConsumerPeer"),
                environment);
    }
}
