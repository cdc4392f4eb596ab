package io.recordsync.benchmarks.harness;

import io.recordsync.devstack.ChildProcesses;
import io.recordsync.devstack.ChildProcesses.Child;
import io.recordsync.devstack.DataFolder;
import io.recordsync.devstack.DevStack;
import io.recordsync.devstack.EmbeddedDatabase;
import io.recordsync.devstack.EmbeddedKafka;
import io.recordsync.devstack.Progress;
import io.recordsync.devstack.TemporalServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The environment of the systems under test: Kafka, PostgreSQL, Temporal and a simulator, each in its own process. */
public final class BenchEnvironment implements AutoCloseable {

    /** The longest time for the start of a process. */
    static final Duration START = Duration.ofSeconds(90);

    /**
     * The simulator keeps everything that is written to it, 1.3 KB per record. For the 3.3 million records of
     * {@code scale}, this is 4.2 GB.
     */
    private static final String HELPERS_HEAP = "-Xmx6g";

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final Path logs;
    private final CpuMeter cpu = new CpuMeter();
    private final DevStack servers;
    private final Map<String, String> simulatorSettings = new HashMap<>();
    private final SimulatorClient simulator;
    private final Ledger ledger;
    private final DataFolder data;
    private boolean closed;

    /**
     * The folder and the system.
     *
     * @param folder the folder for the servers' data and the output of all processes
     * @param system the system whose API is simulated
     * @param unlimited whether the account has no quota; otherwise it has the simulator's default quota
     */
    public record Options(Path folder, String system, boolean unlimited) {}

    private BenchEnvironment(Options options, Progress progress) {
        try {
            logs = Files.createDirectories(options.folder().resolve("logs"));
            data = DataFolder.at(options.folder().resolve("data"));
            ChildProcesses helpers = keep(new ChildProcesses(logs, Map.of(), List.of(HELPERS_HEAP)));
            String kafka = progress.timed("Started Kafka", () -> startKafka(helpers));
            servers = keep(DevStack.start(
                    DevStack.Options.onFreePorts(data).withEnvironment(Map.of(DevStack.KAFKA_BOOTSTRAP_SERVERS, kafka)),
                    progress));
            servers.temporal().flatMap(TemporalServer::process).ifPresent(process -> cpu.add("temporal", process));
            servers.database()
                    .flatMap(EmbeddedDatabase::process)
                    .ifPresent(process -> cpu.addWithChildren("postgresql", process));
            simulator = progress.timed("Started the simulator", () -> startSimulator(helpers, options));
            cpu.add("bench", ProcessHandle.current());
            ledger = keep(Ledger.open(servers.databaseUrl()));
        } catch (IOException e) {
            close();
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Starts everything. Returns when all processes are ready. */
    public static BenchEnvironment start(Options options, Progress progress) {
        return new BenchEnvironment(options, progress);
    }

    private String startKafka(ChildProcesses helpers) {
        Child kafka = helpers.start("kafka", KafkaProcess.class, data.kafka().toString())
                .awaitLine(";", START);
        cpu.add("kafka", kafka.process());
        return kafka.output().replaceFirst("(?s).*" + KafkaProcess.READY, "").replaceFirst("(?s);.*", "");
    }

    private SimulatorClient startSimulator(ChildProcesses helpers, Options options) {
        SimulatorProcess started = SimulatorProcess.start(helpers, options.system(), options.unlimited());
        cpu.add("simulator", started.process());
        simulatorSettings.putAll(started.settings());
        return started.client();
    }

    /** Closes the part with the environment, before all earlier parts, also if the benchmark is interrupted. */
    synchronized <T extends AutoCloseable> T keep(T part) {
        parts.push(part);
        return part;
    }

    public DevStack servers() {
        return servers;
    }

    public SimulatorClient simulator() {
        return simulator;
    }

    /** The settings with which recordsync uses the simulator. */
    public Map<String, String> simulatorSettings() {
        return Map.copyOf(simulatorSettings);
    }

    public Ledger ledger() {
        return ledger;
    }

    /** The CPU meter. Code that starts more processes adds them to it. */
    public CpuMeter cpu() {
        return cpu;
    }

    /** The folder for the output of all processes. */
    public Path logs() {
        return logs;
    }

    public DataFolder data() {
        return data;
    }

    /** Creates the topic and its dead-letter topic. */
    public void createTopic(String topic, int partitions) {
        EmbeddedKafka.createTopics(servers.kafkaBootstrapServers(), topic, partitions);
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        parts.forEach(BenchEnvironment::close);
    }

    private static void close(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            System.err.printf("A server did not stop properly: %s%n", e.getMessage());
        }
    }
}
