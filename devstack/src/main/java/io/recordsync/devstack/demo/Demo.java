package io.recordsync.devstack.demo;

import io.recordsync.devstack.DataFolder;
import io.recordsync.devstack.DevStack;
import io.recordsync.devstack.EmbeddedKafka;
import io.recordsync.devstack.Progress;
import io.recordsync.process.RunningProcess;
import io.recordsync.settings.Settings;
import io.recordsync.simulator.events.EventGenerator;
import io.recordsync.simulator.events.EventStream;
import io.recordsync.simulator.events.GeneratorSettings;
import io.recordsync.simulator.events.SentJournal;
import io.recordsync.simulator.faults.FaultPlan;
import io.recordsync.starter.cli.StarterCommand;
import io.recordsync.worker.WorkerCommand;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** All parts of the demo. They are started in order, and stopped in the reverse order. */
final class Demo implements AutoCloseable {

    private static final double MALFORMED = 0.01;
    private static final int ASYNC_BATCH = 10;
    private static final int PARTITIONS = 3;

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final Options options;
    private final DevStack servers;
    private final DemoSystems systems;
    private final RunningProcess worker;
    private final RunningProcess starter;
    private final SentJournal sent = new SentJournal();
    private final Optional<EventStream> stream;
    private boolean closed;

    /**
     * @param systems the systems to which records are synced
     * @param rate the generated events per second; 0 for none
     * @param repeatable whether the same seed gives exactly the same stream of events
     * @param environment the environment variables, which contain the settings of worker and starter
     */
    record Options(
            DataFolder data,
            List<DemoSystemName> systems,
            long seed,
            boolean repeatable,
            double rate,
            FaultPlan faults,
            Map<String, String> environment) {

        boolean hasFaults() {
            return faults.refusedRecords() > 0;
        }
    }

    static Demo start(Options options, Progress progress) {
        return new Demo(options, progress);
    }

    private Demo(Options options, Progress progress) {
        this.options = options;
        try {
            servers = keep(DevStack.start(DevStack.Options.usual(options.data(), options.environment()), progress));
            systems = keep(progress.timed(
                    "Started "
                            + options.systems().stream()
                                    .map(DemoSystemName::name)
                                    .collect(Collectors.joining(", ")),
                    () -> DemoSystems.start(options, servers)));
            systems.writeSettings(
                    systemsFile(),
                    Map.of(
                            "DATABASE_URL", servers.databaseUrl(),
                            "CREDENTIALS_KEY", options.data().credentialsKey()));
            Settings settings = Settings.readAll(new DemoSources(servers, systems, options).sources());
            EmbeddedKafka.createTopics(servers.kafkaBootstrapServers(), DemoSources.topic(settings), PARTITIONS);
            worker = keep(progress.timed(
                    "Started a worker", () -> DemoProcess.start(WorkerCommand.plan(settings), settings)));
            starter = keep(progress.timed(
                    "Started the starter", () -> DemoProcess.start(StarterCommand.plan(settings), settings)));
            stream = options.rate() > 0 ? Optional.of(keep(newStream(settings))) : Optional.empty();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private EventStream newStream(Settings settings) {
        LocalDateTime begin = options.repeatable() ? GeneratorSettings.START : LocalDateTime.now(ZoneOffset.UTC);
        GeneratorSettings generator = GeneratorSettings.of(options.seed())
                .startingAt(begin)
                .withMalformed(options.hasFaults() ? MALFORMED : 0);
        return new EventStream(
                new EventGenerator(generator),
                sent,
                EventStream.producer(servers.kafkaBootstrapServers()),
                new EventStream.Settings(DemoSources.topic(settings), options.rate(), true, ASYNC_BATCH));
    }

    /** The file with the systems' settings, for {@code --config}. */
    Path systemsFile() {
        return options.data().root().resolve("systems.json");
    }

    private <T extends AutoCloseable> T keep(T part) {
        parts.push(part);
        return part;
    }

    Options options() {
        return options;
    }

    DevStack servers() {
        return servers;
    }

    DemoSystems systems() {
        return systems;
    }

    RunningProcess worker() {
        return worker;
    }

    RunningProcess starter() {
        return starter;
    }

    SentJournal sent() {
        return sent;
    }

    /** The generated events. Empty if their rate is 0. */
    Optional<EventStream> stream() {
        return stream;
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        parts.forEach(Demo::close);
    }

    private static void close(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            System.err.printf("%s could not be stopped: %s%n", part.getClass().getSimpleName(), e.getMessage());
        }
    }
}
