package io.recordsync.starter;

import static org.awaitility.Awaitility.await;

import io.recordsync.postgres.FreePort;
import io.recordsync.postgres.PrivatePostgres;
import io.recordsync.process.ProcessLauncher;
import io.recordsync.process.RunningProcess;
import io.recordsync.settings.BindSettings;
import io.recordsync.settings.LedgerDatabaseSettings;
import io.recordsync.settings.LogSettings;
import io.recordsync.settings.SettingSources;
import io.recordsync.settings.Settings;
import io.recordsync.settings.StartSettings;
import io.recordsync.settings.TemporalSettings;
import io.recordsync.settings.TenantSettings;
import io.recordsync.starter.bridge.intake.DebeziumSettings;
import io.recordsync.starter.bridge.kafka.KafkaSettings;
import io.recordsync.starter.bridge.load.BridgeSettings;
import io.recordsync.starter.cli.StarterCommand;
import io.recordsync.starter.rest.ApiSettings;
import io.recordsync.starter.rest.SimulatorSettings;
import io.recordsync.store.Store;
import io.recordsync.store.process.ProcessStore;
import io.recordsync.workflows.Messages;
import io.recordsync.workflows.PushInput;
import io.recordsync.workflows.PushRecords;
import io.recordsync.workflows.ReadChanges;
import io.recordsync.workflows.ReadChangesInput;
import io.recordsync.workflows.ReadChangesStatus;
import io.recordsync.workflows.SyncBatch;
import io.recordsync.workflows.SyncBatchInput;
import io.recordsync.workflows.SyncRecord;
import io.recordsync.workflows.TaskQueues;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.testserver.TestServer;
import io.temporal.testserver.TestServer.PortBoundTestServer;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;
import org.springframework.util.FileSystemUtils;

/**
 * Real servers for one test class: Kafka, a PostgreSQL that can be stopped and started again with its data, and
 * Temporal in memory.
 */
public final class TestServers implements BeforeAllCallback, AfterAllCallback {

    private final Path folder = temporaryFolder();
    private final int databasePort = freePort();
    private final int temporalPort = freePort();
    private final EmbeddedKafkaKraftBroker kafka = new EmbeddedKafkaKraftBroker(1, 1);
    private @Nullable PrivatePostgres database;
    private @Nullable Temporal temporal;
    private @Nullable KafkaProducer<byte[], byte[]> producer;

    public final SyncRecordProbe.Log signals = new SyncRecordProbe.Log();

    /** The input of each chunk that was started, by workflow id. */
    public final Map<String, SyncBatchInput> chunks = new ConcurrentHashMap<>();

    /** What each started run is to read. */
    public final List<ReadChangesInput> reads = new CopyOnWriteArrayList<>();

    /** What systems are to be given. */
    public final List<PushInput> pushes = new CopyOnWriteArrayList<>();

    /** How the workflow of a run ends, by its system; the others say nothing of their run. */
    public final Map<String, Supplier<ReadChangesStatus>> readEnds = new ConcurrentHashMap<>();

    private record Temporal(PortBoundTestServer server, WorkflowServiceStubs stubs, WorkerFactory workers) {}

    @Override
    public void beforeAll(ExtensionContext context) {
        // The events topic accepts messages of 2 MB. The dead-letter topics accept 1 MB, which is Kafka's default.
        kafka.brokerProperties(Map.of("message.max.bytes", "1048588", "offsets.topic.num.partitions", "1"));
        kafka.afterPropertiesSet();
        producer = producer(Map.of("max.request.size", 10_000_000));
        startDatabase();
        startTemporal();
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        producer().close();
        stopTemporal();
        stopDatabase();
        kafka.destroy();
        FileSystemUtils.deleteRecursively(folder);
    }

    public void startDatabase() {
        try {
            database = PrivatePostgres.start(settings -> settings.setPort(databasePort)
                    .setDataDirectory(folder.resolve("data"))
                    .setCleanDataDirectory(false));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void stopDatabase() throws IOException {
        database().close();
    }

    public void startTemporal() {
        PortBoundTestServer server = TestServer.createPortBoundServer(temporalPort);
        WorkflowServiceStubs stubs = WorkflowServiceStubs.newServiceStubs(WorkflowServiceStubsOptions.newBuilder()
                .setTarget("127.0.0.1:" + temporalPort)
                .build());
        WorkerFactory workers = WorkerFactory.newInstance(client(stubs));
        Worker worker = workers.newWorker(TaskQueues.RECORDSYNC);
        worker.registerWorkflowImplementationFactory(SyncRecord.class, () -> new SyncRecordProbe(signals));
        worker.registerWorkflowImplementationFactory(SyncBatch.class, () -> new SyncBatchProbe(chunks));
        worker.registerWorkflowImplementationFactory(ReadChanges.class, () -> new ReadChangesProbe(reads, readEnds));
        worker.registerWorkflowImplementationFactory(PushRecords.class, () -> new PushRecordsProbe(pushes));
        worker.registerWorkflowImplementationTypes(DescribeSystemProbe.class);
        workers.start();
        temporal = new Temporal(server, stubs, workers);
    }

    private static WorkflowClient client(WorkflowServiceStubs stubs) {
        return WorkflowClient.newInstance(
                stubs,
                WorkflowClientOptions.newBuilder()
                        .setDataConverter(Messages.converter(List.of()))
                        .build());
    }

    /** Registers a live worker that serves these systems. Returns the worker's id. */
    public String worker(Store store, String... systems) {
        return worker(store, Optional.empty(), systems);
    }

    /**
     * Registers a live worker that serves these systems and has rules with this fingerprint. Returns the worker's id.
     */
    public String worker(Store store, Optional<String> rules, String... systems) {
        String id = "worker of " + String.join(", ", systems) + rules.orElse("");
        store.processes()
                .register(
                        id,
                        new ProcessStore.Description(ProcessStore.WORKER, "test", List.of(systems), List.of(), rules));
        JdbcClient.create(database().dataSource())
                .sql("update process set heartbeat_at = now() + interval '1 day' where id = :id")
                .param("id", id)
                .update();
        return id;
    }

    public void stopTemporal() {
        temporal().workers().shutdownNow();
        temporal().stubs().shutdownNow();
        temporal().server().close();
    }

    public WorkflowClient temporalClient() {
        return client(temporal().stubs());
    }

    /** Starts a starter that reads this topic, with additional settings. */
    public RunningProcess starter(String topic, Map<String, String> more) {
        Settings settings = Settings.read(
                new SettingSources(more, environment(topic), Optional.empty()),
                KafkaSettings.class,
                DebeziumSettings.class,
                BridgeSettings.class,
                ApiSettings.class,
                SimulatorSettings.class,
                BindSettings.class,
                LedgerDatabaseSettings.class,
                TemporalSettings.class,
                StartSettings.class,
                LogSettings.class,
                TenantSettings.class);
        return ProcessLauncher.start(StarterCommand.plan(settings), settings);
    }

    public Map<String, String> environment(String topic) {
        Map<String, String> environment = new HashMap<>();
        environment.put("KAFKA_BOOTSTRAP_SERVERS", kafka.getBrokersAsString());
        environment.put("KAFKA_TOPIC", topic);
        environment.put("KAFKA_GROUP_ID", topic);
        environment.put("API_PORT", "0");
        environment.put("LOG_LEVEL", "error");
        environment.put(
                "DATABASE_URL",
                String.format(
                        Locale.ROOT,
                        "postgres://postgres:%s@127.0.0.1:%d/postgres",
                        database().password(),
                        databasePort));
        environment.put("TEMPORAL_ADDRESS", "127.0.0.1:" + temporalPort);
        return environment;
    }

    /**
     * Creates a topic of one partition, and its dead-letter topic. Returns when the broker serves each partition.
     * Before that, the broker may refuse a producer's first batch and accept its second, and then it never accepts the
     * first.
     */
    public void createTopic(String topic, int maxMessageBytes) {
        createTopic(topic, 1, maxMessageBytes);
    }

    public void createTopic(String topic, int partitions, int maxMessageBytes) {
        NewTopic incoming = new NewTopic(topic, partitions, (short) 1);
        incoming.configs(Map.of("max.message.bytes", Integer.toString(maxMessageBytes)));
        Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
        IntStream.range(0, partitions)
                .forEach(partition -> ends.put(new TopicPartition(topic, partition), OffsetSpec.latest()));
        ends.put(new TopicPartition(topic + ".dlq", 0), OffsetSpec.latest());
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.getBrokersAsString()))) {
            admin.createTopics(List.of(incoming, new NewTopic(topic + ".dlq", 1, (short) 1)))
                    .all()
                    .get();
            await().atMost(Duration.ofMinutes(1))
                    .ignoreExceptionsInstanceOf(ExecutionException.class)
                    .untilAsserted(() -> admin.listOffsets(ends).all().get());
        } catch (ExecutionException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Deletes a topic and its dead-letter topic. Returns when the broker lists neither of them. */
    public void deleteTopic(String topic) {
        List<String> topics = List.of(topic, topic + ".dlq");
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.getBrokersAsString()))) {
            admin.deleteTopics(topics).all().get();
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> Collections.disjoint(admin.listTopics().names().get(), topics));
        } catch (ExecutionException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Creates another producer with additional settings. The caller closes it. */
    public KafkaProducer<byte[], byte[]> producer(Map<String, Object> more) {
        Map<String, Object> properties = new HashMap<>(more);
        properties.put("bootstrap.servers", kafka.getBrokersAsString());
        return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    }

    public KafkaProducer<byte[], byte[]> producer() {
        return Objects.requireNonNull(producer);
    }

    /** The ids under which Kafka knows the members of a consumer group. */
    public List<String> memberIds(String group) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.getBrokersAsString()))) {
            return admin.describeConsumerGroups(List.of(group)).all().get().get(group).members().stream()
                    .map(MemberDescription::consumerId)
                    .sorted()
                    .toList();
        } catch (ExecutionException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Waits until the topic holds at least {@code atLeast} messages, and returns all messages that it holds then. */
    public List<ConsumerRecord<byte[], byte[]>> read(String topic, int atLeast) {
        Map<String, Object> properties = Map.of(
                "bootstrap.servers",
                kafka.getBrokersAsString(),
                "auto.offset.reset",
                "earliest",
                "enable.auto.commit",
                false);
        try (Consumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            TopicPartition partition = new TopicPartition(topic, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            List<ConsumerRecord<byte[], byte[]>> messages = new ArrayList<>();
            long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            while ((messages.size() < atLeast || consumer.position(partition) < end) && System.nanoTime() < deadline) {
                consumer.poll(Duration.ofMillis(200)).forEach(messages::add);
            }
            return messages;
        }
    }

    private PrivatePostgres database() {
        return Objects.requireNonNull(database);
    }

    private Temporal temporal() {
        return Objects.requireNonNull(temporal);
    }

    private static Path temporaryFolder() {
        try {
            return Files.createTempDirectory("recordsync-test");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() {
        try {
            return FreePort.draw();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
