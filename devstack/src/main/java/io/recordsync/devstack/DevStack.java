package io.recordsync.devstack;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The three servers that recordsync needs, for one machine. Each is either embedded, with its data in one folder, or
 * already runs and is named by an environment variable.
 */
public final class DevStack implements AutoCloseable {

    /** Names a Kafka that already runs, as {@code host:port,…}. */
    public static final String KAFKA_BOOTSTRAP_SERVERS = "KAFKA_BOOTSTRAP_SERVERS";

    /** Names a PostgreSQL that already runs, as {@link io.recordsync.settings.DatabaseUrl} reads it. */
    public static final String DATABASE_URL = "DATABASE_URL";

    /** Names a Temporal that already runs, as {@code host:port}. */
    public static final String TEMPORAL_ADDRESS = "TEMPORAL_ADDRESS";

    /** The namespace at {@link #TEMPORAL_ADDRESS}. The default is {@code default}. */
    public static final String TEMPORAL_NAMESPACE = "TEMPORAL_NAMESPACE";

    private final RunningServers runningServers = new RunningServers(Duration.ofSeconds(10));
    private final Options options;
    private final FolderLock lock;
    private @Nullable EmbeddedKafka kafka;
    private @Nullable EmbeddedDatabase database;
    private @Nullable TemporalServer temporal;

    private DevStack(Options options, FolderLock lock) {
        this.options = options;
        this.lock = lock;
    }

    /**
     * The servers to start, and where.
     *
     * @param data the folder for the servers' data; locked for this process until the stack is closed
     * @param tools the folder for downloaded, unpacked and built programs
     * @param maxMessageBytes the largest batch of messages that Kafka accepts, in bytes
     * @param environment the environment variables; those above name servers that are not to be started
     */
    public record Options(
            DataFolder data,
            Path tools,
            Port kafka,
            Port database,
            Port temporal,
            Port webUi,
            int maxMessageBytes,
            Map<String, String> environment) {

        public Options {
            environment = Map.copyOf(environment);
        }

        /** The default ports if they are free, otherwise any free ones. */
        public static Options usual(DataFolder data, Map<String, String> environment) {
            return new Options(
                    data,
                    DataFolder.tools(),
                    Port.preferably(EmbeddedKafka.USUAL_PORT),
                    Port.any(),
                    Port.preferably(TemporalServer.USUAL_PORT),
                    Port.preferably(TemporalServer.USUAL_WEB_UI_PORT),
                    EmbeddedKafka.USUAL_MAX_MESSAGE_BYTES,
                    environment);
        }

        /** Only free ports, and nothing from the environment: for tests, several of which may run at the same time. */
        public static Options onFreePorts(DataFolder data) {
            return new Options(
                    data,
                    DataFolder.tools(),
                    Port.any(),
                    Port.any(),
                    Port.any(),
                    Port.any(),
                    EmbeddedKafka.USUAL_MAX_MESSAGE_BYTES,
                    Map.of());
        }

        /** These options with other environment variables. */
        public Options withEnvironment(Map<String, String> variables) {
            return new Options(data, tools, kafka, database, temporal, webUi, maxMessageBytes, variables);
        }

        private Optional<String> variable(String name) {
            return Optional.ofNullable(environment.get(name)).map(String::strip).filter(value -> !value.isEmpty());
        }
    }

    /**
     * Starts the servers that are to be embedded, all in parallel, and checks that the others answer. Returns when all
     * are ready.
     *
     * @throws DevStackException if a server does not start or answer; then none is left running
     */
    public static DevStack start(Options options, Progress progress) {
        DevStack stack = new DevStack(options, options.data().lock());
        try {
            stack.startAll(progress);
            stack.tellWhatTemporalLacks(progress);
            return stack;
        } catch (RuntimeException e) {
            stack.close();
            throw e;
        }
    }

    /**
     * Temporal's binary comes first, because downloading or building it can take minutes, while the servers start in
     * seconds.
     */
    private void startAll(Progress progress) {
        Optional<Path> binary = options.variable(TEMPORAL_ADDRESS).isPresent()
                ? Optional.empty()
                : TemporalServer.findBinary(options.tools(), progress);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> starts = List.of(
                    threads.submit(() -> startKafka(progress)),
                    threads.submit(() -> startDatabase(progress)),
                    threads.submit(() -> startTemporal(binary, progress)));
            starts.forEach(DevStack::await);
        }
    }

    private static void await(Future<?> start) {
        try {
            start.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof DevStackException sentence
                    ? sentence
                    : new DevStackException("A server did not start: %s.".formatted(e.getCause()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DevStackException("The start of the servers was interrupted.", e);
        }
    }

    private void startKafka(Progress progress) {
        Optional<String> running = options.variable(KAFKA_BOOTSTRAP_SERVERS);
        if (running.isPresent()) {
            runningServers.checkKafka(running.get());
            return;
        }
        kafka = progress.timed(
                "Started Kafka",
                () -> EmbeddedKafka.start(options.data().kafka(), options.kafka(), options.maxMessageBytes()));
    }

    private void startDatabase(Progress progress) {
        Optional<String> running = options.variable(DATABASE_URL);
        if (running.isPresent()) {
            runningServers.checkDatabase(running.get());
            return;
        }
        database = progress.timed(
                "Started PostgreSQL",
                () -> EmbeddedDatabase.start(options.data().database(), options.tools(), options.database()));
    }

    private void startTemporal(Optional<Path> binary, Progress progress) {
        if (options.variable(TEMPORAL_ADDRESS).isPresent()) {
            runningServers.checkTemporal(temporalAddress());
            SearchAttributeRegistration.register(temporalAddress(), temporalNamespace());
            return;
        }
        temporal = progress.timed(
                "Started Temporal",
                () -> TemporalServer.start(options.data().temporal(), binary, options.temporal(), options.webUi()));
    }

    private void tellWhatTemporalLacks(Progress progress) {
        TemporalCapabilities.ask(temporalAddress(), temporalNamespace())
                .missing()
                .forEach(progress::note);
    }

    public String kafkaBootstrapServers() {
        return address(KAFKA_BOOTSTRAP_SERVERS, kafka, EmbeddedKafka::bootstrapServers);
    }

    /** The database's address with user and password. It is a secret and must not be logged. */
    public String databaseUrl() {
        return address(DATABASE_URL, database, EmbeddedDatabase::jdbcUrl);
    }

    public String temporalAddress() {
        return address(TEMPORAL_ADDRESS, temporal, TemporalServer::target);
    }

    public String temporalNamespace() {
        return temporal == null
                ? options.variable(TEMPORAL_NAMESPACE).orElse(TemporalServer.NAMESPACE)
                : TemporalServer.NAMESPACE;
    }

    private <S> String address(String variable, @Nullable S embedded, Function<S, String> address) {
        return embedded == null ? options.variable(variable).orElseThrow() : address.apply(embedded);
    }

    /** The address of Temporal's Web UI. Empty if this stack does not run one. */
    public Optional<URI> webUi() {
        return temporal().flatMap(TemporalServer::webUi);
    }

    /** The embedded broker. Empty if an already running one is used. */
    public Optional<EmbeddedKafka> kafka() {
        return Optional.ofNullable(kafka);
    }

    /** The embedded PostgreSQL. Empty if an already running one is used. */
    public Optional<EmbeddedDatabase> database() {
        return Optional.ofNullable(database);
    }

    /** The embedded Temporal. Empty if an already running one is used. */
    public Optional<TemporalServer> temporal() {
        return Optional.ofNullable(temporal);
    }

    /** The environment variables with which another process uses these servers. Contains a secret. */
    public Map<String, String> environment() {
        return Map.of(
                KAFKA_BOOTSTRAP_SERVERS, kafkaBootstrapServers(),
                DATABASE_URL, databaseUrl(),
                TEMPORAL_ADDRESS, temporalAddress(),
                TEMPORAL_NAMESPACE, temporalNamespace());
    }

    /** Stops the embedded servers, even if one of them does not stop, and unlocks the folder. */
    @Override
    public void close() {
        List<AutoCloseable> all = new ArrayList<>();
        temporal().ifPresent(all::add);
        kafka().ifPresent(all::add);
        database().ifPresent(all::add);
        all.add(lock);
        closeAll(all);
    }

    private static void closeAll(List<AutoCloseable> all) {
        List<Exception> failures = new ArrayList<>();
        for (AutoCloseable each : all) {
            try {
                each.close();
            } catch (Exception e) {
                failures.add(e);
            }
        }
        if (!failures.isEmpty()) {
            throw new DevStackException(
                    "Not all servers stopped: %s".formatted(failures.getFirst().getMessage()), failures.getFirst());
        }
    }
}
