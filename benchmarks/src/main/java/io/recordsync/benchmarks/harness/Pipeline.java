package io.recordsync.benchmarks.harness;

import io.recordsync.devstack.ChildProcesses;
import io.recordsync.devstack.ChildProcesses.Child;
import io.recordsync.starter.StarterMain;
import io.recordsync.worker.WorkerMain;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * recordsync as it runs in production: a starter and one or more workers, each in its own process with a small heap.
 */
public final class Pipeline implements AutoCloseable {

    /** The largest heap of each process. */
    public static final String HEAP = "-Xmx512m";

    /** The heap, and the garbage collector that the launcher gives to both. */
    public static final List<String> FLAGS = List.of(HEAP, "-XX:+UseParallelGC");

    /** The names of the pipeline's parts in the CPU meter. */
    static final Set<String> PARTS = Set.of("worker", "starter");

    private static final Pattern ADDRESS = Pattern.compile("http://[0-9.]+:[0-9]+");
    private static final Duration STOP = Duration.ofSeconds(60);

    private final BenchEnvironment site;
    private final ChildProcesses processes;
    private final String name;
    private @Nullable Child starter;

    /**
     * Prepares the pipeline without starting a process.
     *
     * @param name the name of this pipeline, used in the names of its logs
     * @param topic the topic that the starter reads; it is also the name of the consumer group
     * @param settings the settings, in addition to those that name the environment's servers
     */
    public Pipeline(BenchEnvironment site, String name, String topic, Map<String, String> settings) {
        this.site = site;
        this.name = name;
        this.processes = site.keep(new ChildProcesses(site.logs(), environment(site, topic, settings), FLAGS));
    }

    private static Map<String, String> environment(BenchEnvironment site, String topic, Map<String, String> settings) {
        Map<String, String> environment = new HashMap<>(site.servers().environment());
        environment.putAll(site.simulatorSettings());
        environment.put("CREDENTIALS_KEY", site.data().credentialsKey());
        environment.put("KAFKA_TOPIC", topic);
        environment.put("KAFKA_GROUP_ID", topic);
        environment.put("WORKER_PORT", "0");
        environment.put("API_PORT", "0");
        environment.putAll(settings);
        return environment;
    }

    /** Starts this number of workers. Returns when all are ready. */
    public Pipeline startWorkers(int count) {
        List<Child> workers = IntStream.rangeClosed(1, count)
                .mapToObj(n -> processes.start(name + "-worker-" + n, WorkerMain.class))
                .toList();
        workers.forEach(worker -> site.cpu().add("worker", ready(worker).process()));
        return this;
    }

    /** Starts a starter, which begins to read at once. Returns when it is ready. */
    public Pipeline startStarter() {
        starter = ready(processes.start(name + "-starter", StarterMain.class));
        site.cpu().add("starter", starter.process());
        return this;
    }

    /** The address of the starter's API. */
    public String api() {
        Matcher address = ADDRESS.matcher(starter == null ? "" : starter.output());
        if (!address.find()) {
            throw new IllegalStateException("no starter has printed its address");
        }
        return address.group();
    }

    /** Starts another process with the same environment and heap. Returns when it prints the line. */
    public Pipeline startHelper(String part, Class<?> main, String line) {
        site.cpu()
                .add(
                        part,
                        processes
                                .start(part, main)
                                .awaitLine(line, BenchEnvironment.START)
                                .process());
        return this;
    }

    private static Child ready(Child child) {
        return child.awaitLine("ready", BenchEnvironment.START);
    }

    /** Shuts all processes down, as an orchestrator does. */
    public void stop() {
        processes.stop(STOP);
    }

    @Override
    public void close() {
        processes.close();
    }
}
