package io.recordsync.benchmarks.peers;

import io.recordsync.benchmarks.harness.BenchEnvironment;
import java.util.HashMap;
import java.util.Map;

/** The common part of the peers: programs that receive their task through the environment. */
abstract class Peer implements Contender {

    private final BenchEnvironment site;
    private final InstalledPeers installed;

    Peer(BenchEnvironment site, InstalledPeers installed) {
        this.site = site;
        this.installed = installed;
    }

    final BenchEnvironment site() {
        return site;
    }

    final InstalledPeers installed() {
        return installed;
    }

    /** Starts the programs. */
    protected abstract void launch(Programs programs, Task task, Map<String, String> environment);

    /** Does what is needed once, after the first launch. */
    protected void prepare(Task task) {}

    @Override
    public final Running start(Task task) {
        Started started = new Started(task, new Programs(site.logs(), site.cpu()));
        try {
            started.restart();
            prepare(task);
            return started;
        } catch (RuntimeException e) {
            started.close();
            throw e;
        }
    }

    private Map<String, String> environment(Task task) {
        Map<String, String> environment = new HashMap<>(task.settings());
        environment.put("KAFKA_BOOTSTRAP_SERVERS", site.servers().kafkaBootstrapServers());
        environment.put("TOPIC", task.topic());
        environment.put("GROUP", task.topic());
        return environment;
    }

    private final class Started implements Running {

        private final Task task;
        private final Programs programs;

        private Started(Task task, Programs programs) {
            this.task = task;
            this.programs = programs;
        }

        @Override
        public void kill() {
            programs.kill();
        }

        @Override
        public void restart() {
            launch(programs, task, environment(task));
        }

        @Override
        public void close() {
            programs.close();
        }
    }
}
