package io.recordsync.devstack.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.recordsync.devstack.ChildProcesses;
import io.recordsync.devstack.ChildProcesses.Child;
import io.recordsync.devstack.DataFolder;
import io.recordsync.devstack.DevStack;
import io.recordsync.devstack.EmbeddedKafka;
import io.recordsync.devstack.Progress;
import io.recordsync.settings.DatabaseUrl;
import io.recordsync.simulator.Simulators;
import io.recordsync.simulator.SimulatorsOptions;
import io.recordsync.simulator.audit.Audit;
import io.recordsync.simulator.audit.AuditReport;
import io.recordsync.simulator.audit.ExpectedRoutes;
import io.recordsync.simulator.audit.SystemHistory;
import io.recordsync.simulator.events.EventStream;
import io.recordsync.simulator.events.SentJournal;
import io.recordsync.starter.StarterMain;
import io.recordsync.store.Store;
import io.recordsync.store.ledger.RecordKey;
import io.recordsync.store.status.Outcomes;
import io.recordsync.store.status.RecordStatus;
import io.recordsync.worker.WorkerMain;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.springframework.dao.DataAccessException;
import picocli.CommandLine;

/** Servers and simulators in this JVM, with workers and starters as child processes that a test may kill. */
final class Installation implements AutoCloseable {

    static final String TOPIC = "internal.customer.events";
    static final int MAX_MESSAGE_BYTES = 4 << 20;

    /** The timeout of a call: short, so that tests which need a timeout do not take long. */
    static final Duration CALL_TIMEOUT = Duration.ofSeconds(2);

    static final Duration GRACE = Duration.ofSeconds(2);

    private static final Duration START = Duration.ofMinutes(3);
    private static final Pattern ADDRESS = Pattern.compile("http://[0-9.]+:[0-9]+");

    private final Path folder;
    private final DevStack servers;
    private final Simulators simulators;
    private final ChildProcesses processes;
    private final HikariDataSource database;
    private final Store store;
    private final Producer<String, byte[]> producer;
    private final WorkflowServiceStubs temporal;

    private Installation(Path folder, DevStack servers, SimulatorsOptions options, Map<String, String> environment) {
        this.folder = folder;
        this.servers = servers;
        EmbeddedKafka.createTopics(servers.kafkaBootstrapServers(), TOPIC, 3);
        this.simulators = Simulators.start(options.onFreePorts());
        this.processes = new ChildProcesses(folder, environment(environment), ChildProcesses.SHORT_LIVED);
        this.database = new HikariDataSource(pool());
        this.store = Store.open(database);
        this.producer = EventStream.producer(servers.kafkaBootstrapServers());
        this.temporal = WorkflowServiceStubs.newServiceStubs(WorkflowServiceStubsOptions.newBuilder()
                .setTarget(servers.temporalAddress())
                .build());
    }

    /** @param environment the settings of workers and starters */
    static Installation start(Path folder, SimulatorsOptions options, Map<String, String> environment) {
        DevStack servers = DevStack.start(onFreePorts(folder), Progress.silent());
        try {
            return new Installation(folder, servers, options, environment);
        } catch (RuntimeException e) {
            // Otherwise Kafka would end the whole JVM when its folder is deleted.
            servers.close();
            throw e;
        }
    }

    /** The folder in which the servers of this installation keep their data. */
    static DataFolder data(Path folder) {
        return DataFolder.at(folder.resolve("data"));
    }

    private static DevStack.Options onFreePorts(Path folder) {
        DevStack.Options usual = DevStack.Options.onFreePorts(data(folder));
        return new DevStack.Options(
                usual.data(),
                usual.tools(),
                usual.kafka(),
                usual.database(),
                usual.temporal(),
                usual.webUi(),
                MAX_MESSAGE_BYTES,
                usual.environment());
    }

    private Map<String, String> environment(Map<String, String> more) {
        Map<String, String> environment = new HashMap<>(servers.environment());
        environment.putAll(simulators.settings());
        environment.put("HTTP_TIMEOUT", CALL_TIMEOUT.toMillis() + "ms");
        environment.put("SYNC_LATE_WRITE_GRACE", GRACE.toMillis() + "ms");
        environment.put("WORKER_PORT", "0");
        environment.put("API_PORT", "0");
        environment.putAll(more);
        return environment;
    }

    private HikariConfig pool() {
        DatabaseUrl url = DatabaseUrl.valueOf(servers.databaseUrl());
        HikariConfig pool = new HikariConfig();
        pool.setJdbcUrl(url.jdbc());
        url.username().ifPresent(pool::setUsername);
        url.password().ifPresent(pool::setPassword);
        pool.setMaximumPoolSize(4);
        pool.setConnectionTimeout(Duration.ofSeconds(5).toMillis());
        return pool;
    }

    Child startWorker(String name) {
        return startWorker(name, Map.of());
    }

    Child startStarter(String name) {
        return startStarter(name, Map.of());
    }

    /** @param environment additional settings for this worker only */
    Child startWorker(String name, Map<String, String> environment) {
        return beginWorker(name, environment).awaitLine("ready", START);
    }

    Child startStarter(String name, Map<String, String> environment) {
        return beginStarter(name, environment).awaitLine("ready", START);
    }

    /** Starts a worker, and does not wait until it is ready. */
    Child beginWorker(String name, Map<String, String> environment) {
        return processes.with(environment).start(name, WorkerMain.class);
    }

    /** Starts a starter, and does not wait until it is ready. */
    Child beginStarter(String name, Map<String, String> environment) {
        return processes.with(environment).start(name, StarterMain.class);
    }

    /**
     * Runs a command, and returns its output. The command must succeed.
     *
     * @param command a command of {@code recordsync}
     */
    static String command(Callable<Integer> command, String... arguments) {
        StringWriter output = new StringWriter();
        PrintWriter printer = new PrintWriter(output, true);
        int exitCode = new CommandLine(command).setOut(printer).setErr(printer).execute(arguments);
        assertThat(exitCode).as("%s", output).isZero();
        return output.toString();
    }

    /** The address of a starter's API, taken from its first lines of output. */
    static String api(Child starter) {
        Matcher address = ADDRESS.matcher(starter.output());
        assertThat(address.find()).as("an address in: %s", starter.output()).isTrue();
        return address.group();
    }

    DevStack servers() {
        return servers;
    }

    Simulators simulators() {
        return simulators;
    }

    Store store() {
        return store;
    }

    HikariDataSource database() {
        return database;
    }

    /** The installation closes this producer; its users do not. */
    Producer<String, byte[]> producer() {
        return producer;
    }

    WorkflowClient temporal() {
        return WorkflowClient.newInstance(
                temporal,
                WorkflowClientOptions.newBuilder()
                        .setNamespace(servers.temporalNamespace())
                        .build());
    }

    /** Sends one message, and returns when Kafka has acknowledged it. */
    void send(String key, String message) {
        send(key, message.getBytes(StandardCharsets.UTF_8));
    }

    void send(String key, byte[] message) {
        try {
            producer.send(new ProducerRecord<>(TOPIC, key, message)).get();
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError("Kafka did not store a message", e);
        }
    }

    /** Sends one message without waiting for Kafka. */
    void sendSoon(String key, String message) {
        producer.send(new ProducerRecord<>(TOPIC, key, message.getBytes(StandardCharsets.UTF_8)));
    }

    RecordStatus status(String recordId) {
        return known(recordId).orElseThrow();
    }

    /** The record's status, or empty until its first event has been accepted. */
    Optional<RecordStatus> known(String recordId) {
        return store.ledger().status(new RecordKey("default", "contact", recordId));
    }

    /**
     * Waits until this number of events has an outcome, nothing is in progress, and no late write can still take
     * effect.
     */
    void awaitSettled(long events, Duration limit) {
        await(String.format(Locale.ROOT, "%d events settled", events), limit, () -> {
            Outcomes now = store.ledger().outcomes();
            return now.total() >= events
                    && now.pending() == 0
                    && store.backlog().unsettled().total() == 0
                    && simulators.all().stream().allMatch(one -> one.counts().pendingWrites() == 0);
        });
    }

    void await(String what, Duration limit, BooleanSupplier happened) {
        long begun = System.nanoTime();
        while (!holds(happened)) {
            assertThat(System.nanoTime() - begun)
                    .as("%s within %s; outcomes: %s", what, limit, outcomes())
                    .isLessThan(limit.toNanos());
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
    }

    /** A query fails while a server is being killed. The condition does not hold then. */
    private static boolean holds(BooleanSupplier happened) {
        try {
            return happened.getAsBoolean();
        } catch (DataAccessException e) {
            return false;
        }
    }

    private String outcomes() {
        try {
            return store.ledger().outcomes() + ", " + store.backlog().unsettled();
        } catch (DataAccessException e) {
            return "unknown, because the database is unavailable";
        }
    }

    AuditReport audit(SentJournal sent) {
        return new Audit(ExpectedRoutes.byType())
                .compare(sent, simulators.all().stream().map(SystemHistory::of).toList());
    }

    /**
     * Waits until this number of events has been settled since {@code before}, and then compares the events sent with
     * the systems' own histories.
     */
    void assertNothingIsLost(SentJournal sent, Outcomes before, long events, Duration limit) {
        awaitSettled(before.total() + events, limit);
        AuditReport audit = audit(sent);
        Outcomes outcomes = store.ledger().outcomes().minus(before);
        assertThat(audit.lostRecords()).as("lost").isEmpty();
        assertThat(audit.duplicateRecords()).as("doubled").isEmpty();
        assertThat(audit.staleRecords()).as("overwritten by something older").isEmpty();
        assertThat(outcomes.total()).as("%s", outcomes).isEqualTo(events);
    }

    /** The body that a starter's API answers with. */
    static String get(String address) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(address)).build();
            return client.send(request, BodyHandlers.ofString()).body();
        }
    }

    /** Everything that workers and starters have printed. */
    String logs() {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> logs =
                    files.filter(file -> file.toString().endsWith(".log")).toList();
            StringBuilder all = new StringBuilder();
            for (Path log : logs) {
                all.append(Files.readString(log));
            }
            return all.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Asserts that workflows and ledger agree while the processes are still running, and then closes. */
    void closeAtRest() {
        try (Installation closed = this) {
            AtRest.await(closed.database, closed.temporal());
        }
    }

    @Override
    public void close() {
        processes.close();
        producer.close(Duration.ofSeconds(5));
        database.close();
        temporal.shutdownNow();
        simulators.close();
        servers.close();
    }
}
