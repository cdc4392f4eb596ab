package io.recordsync.benchmarks.peers;

import io.recordsync.benchmarks.harness.BenchEnvironment;
import io.recordsync.benchmarks.harness.Pipeline;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** recordsync: one worker and one starter, with the Temporal and PostgreSQL of the environment. */
public final class Recordsync implements Contender {

    private final BenchEnvironment site;

    public Recordsync(BenchEnvironment site) {
        this.site = site;
    }

    @Override
    public String name() {
        return "recordsync";
    }

    @Override
    public Optional<String> missing() {
        return Optional.empty();
    }

    @Override
    public Set<String> parts() {
        return Set.of("worker", "starter", "temporal", "postgresql");
    }

    @Override
    public Running start(Task task) {
        return new Started(task);
    }

    private Map<String, String> settings(Task task) {
        Map<String, String> settings = new TreeMap<>(
                task.limited() ? task.target().settings() : task.target().settingsWithoutLimits());
        settings.putAll(task.settings());
        return settings;
    }

    private final class Started implements Running {

        private final Task task;
        private Pipeline pipeline;

        private Started(Task task) {
            this.task = task;
            this.pipeline = pipeline("");
        }

        private Pipeline pipeline(String suffix) {
            return new Pipeline(site, task.topic() + suffix, task.topic(), settings(task))
                    .startWorkers(1)
                    .startStarter();
        }

        @Override
        public void kill() {
            pipeline.close();
        }

        @Override
        public void restart() {
            pipeline = pipeline("-again");
        }

        @Override
        public void close() {
            pipeline.stop();
            pipeline.close();
        }
    }
}
