package io.recordsync.benchmarks.peers;

import io.recordsync.benchmarks.harness.BenchEnvironment;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Bento, configured for the task's system by a file in {@code benchmarks/peers/bento}. */
public final class Bento extends Peer {

    public Bento(BenchEnvironment site, InstalledPeers installed) {
        super(site, installed);
    }

    @Override
    public String name() {
        return "bento";
    }

    @Override
    public Optional<String> missing() {
        return installed().missing("Bento", "bin/bento");
    }

    @Override
    public Map<String, String> versions() {
        return Map.of(name(), installed().bentoVersion());
    }

    @Override
    protected void launch(Programs programs, Task task, Map<String, String> environment) {
        programs.start(
                name(),
                name() + "-" + task.topic(),
                List.of(
                        installed().program("bento").toString(),
                        "-c",
                        installed()
                                .configuration("bento/" + task.target().system() + ".yaml")
                                .toString()),
                environment);
    }
}
