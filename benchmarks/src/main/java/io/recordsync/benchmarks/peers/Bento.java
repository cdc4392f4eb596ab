package io.recordsync.benchmarks.peers;

import io.recordsync.benchmarks.harness.Site;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Bento, with the configuration for the task's system in {@code benchmarks/peers/bento}. */
public final class Bento extends Peer {

    public Bento(Site site, Installation installation) {
        super(site, installation);
    }

    @Override
    public String name() {
        return "bento";
    }

    @Override
    public Optional<String> missing() {
        return installation().missing("Bento", "bin/bento");
    }

    @Override
    protected void launch(Programs programs, Task task, Map<String, String> environment) {
        programs.start(
                name(),
                name() + "-" + task.topic(),
                List.of(
                        installation().program("bento").toString(),
                        "-c",
                        installation()
                                .configuration("bento/" + task.target().system() + ".yaml")
                                .toString()),
                environment);
    }
}
