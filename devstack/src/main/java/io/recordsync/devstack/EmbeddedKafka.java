package io.recordsync.devstack;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * The real Kafka broker and its controller in this process, for one machine: loopback address only, one replica of
 * everything, its log on disk. Acknowledged messages survive a restart and the killing of the process. They do not
 * survive a power failure within the seconds that the operating system takes to write them to disk.
 */
public final class EmbeddedKafka implements AutoCloseable {

    /** The default port of Kafka's own tools and of {@code KAFKA_BOOTSTRAP_SERVERS}. */
    public static final int USUAL_PORT = 9092;

    /** Kafka's default for the largest batch, in bytes: 1 MiB and the overhead of a batch. */
    public static final int USUAL_MAX_MESSAGE_BYTES = 1_048_588;

    /** The suffix that makes a topic's name the name of its dead-letter topic. */
    public static final String DEAD_LETTERS = ".dlq";

    private static final int NODE = 1;
    /** The same id everywhere, because nothing else ever joins this cluster. */
    private static final String CLUSTER = new Uuid(1, 1).toString();

    private static final String LOOPBACK = "127.0.0.1";
    private static final Duration SERVED_WITHIN = Duration.ofSeconds(20);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

    private final FolderLock lock;
    private final KafkaRaftServer server;
    private final int port;

    private EmbeddedKafka(FolderLock lock, KafkaRaftServer server, int port) {
        this.lock = lock;
        this.server = server;
        this.port = port;
    }

    /** Starts the broker for batches of up to {@link #USUAL_MAX_MESSAGE_BYTES}. */
    public static EmbeddedKafka start(Path folder, Port port) {
        return start(folder, port, USUAL_MAX_MESSAGE_BYTES);
    }

    /**
     * Starts the broker on its data in the folder. An empty folder is formatted first. Returns when the broker is
     * ready.
     *
     * @param maxMessageBytes the largest batch of messages that the broker accepts, in bytes
     * @throws DevStackException if the port is taken, the folder is in use, or the broker does not start
     */
    public static EmbeddedKafka start(Path folder, Port port, int maxMessageBytes) {
        FolderLock lock = FolderLock.of(folder);
        try {
            int claimed = port.claim("Kafka");
            return new EmbeddedKafka(lock, startServer(folder.resolve("data"), claimed, maxMessageBytes), claimed);
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static KafkaRaftServer startServer(Path data, int port, int maxMessageBytes) {
        QuietLoggers.apply();
        format(data);
        KafkaRaftServer server =
                new KafkaRaftServer(new KafkaConfig(settings(data, port, maxMessageBytes)), Time.SYSTEM);
        try {
            server.startup();
            return server;
        } catch (RuntimeException e) {
            server.shutdown();
            throw new DevStackException(
                    "Kafka did not start on its data in %s. `./recordsync reset` deletes the data.".formatted(data), e);
        }
    }

    private static void format(Path data) {
        Formatter formatter = new Formatter()
                .setNodeId(NODE)
                .setClusterId(CLUSTER)
                .setControllerListenerName("CONTROLLER")
                .setMetadataLogDirectory(data.toString())
                .addDirectory(data.toString())
                .setIgnoreFormatted(true)
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        try {
            formatter.run();
        } catch (Exception e) {
            throw new DevStackException(
                    "Kafka cannot write its data in %s. Check the folder, or choose another one with --data."
                            .formatted(data),
                    e);
        }
    }

    private static Map<String, String> settings(Path data, int port, int maxMessageBytes) {
        int controllerPort = Port.any().claim("Kafka's controller");
        Map<String, String> settings = new HashMap<>();
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", Integer.toString(NODE));
        settings.put("log.dirs", data.toString());
        settings.put(
                "listeners",
                String.format(
                        Locale.ROOT, "PLAINTEXT://%1$s:%2$d,CONTROLLER://%1$s:%3$d", LOOPBACK, port, controllerPort));
        settings.put("advertised.listeners", String.format(Locale.ROOT, "PLAINTEXT://%s:%d", LOOPBACK, port));
        settings.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        settings.put("controller.listener.names", "CONTROLLER");
        settings.put(
                "controller.quorum.voters", String.format(Locale.ROOT, "%d@%s:%d", NODE, LOOPBACK, controllerPort));
        settings.put("message.max.bytes", Integer.toString(maxMessageBytes));
        // The broker refuses a message by its real size, because a few compressed kilobytes could otherwise exhaust the
        // memory of the reader.
        settings.put("compression.type", "uncompressed");
        settings.put("auto.create.topics.enable", "false");
        settings.putAll(singleNode());
        return settings;
    }

    /** One replica of everything, small buffers, and no waiting for group members that will not join. */
    private static Map<String, String> singleNode() {
        return Map.ofEntries(
                Map.entry("offsets.topic.replication.factor", "1"),
                Map.entry("offsets.topic.num.partitions", "1"),
                Map.entry("transaction.state.log.replication.factor", "1"),
                Map.entry("transaction.state.log.min.isr", "1"),
                Map.entry("transaction.state.log.num.partitions", "1"),
                Map.entry("share.coordinator.state.topic.replication.factor", "1"),
                Map.entry("share.coordinator.state.topic.min.isr", "1"),
                Map.entry("group.initial.rebalance.delay.ms", "0"),
                Map.entry("log.cleaner.dedupe.buffer.size", "4194304"),
                Map.entry("num.network.threads", "2"),
                Map.entry("num.io.threads", "4"),
                Map.entry("background.threads", "2"),
                Map.entry("num.recovery.threads.per.data.dir", "2"),
                // A killed broker registers again only when the session of its predecessor has ended, which takes 9 s
                // by default.
                Map.entry("broker.session.timeout.ms", "3000"),
                Map.entry("broker.heartbeat.interval.ms", "500"));
    }

    public String bootstrapServers() {
        return LOOPBACK + ":" + port;
    }

    public int port() {
        return port;
    }

    /**
     * Creates the topic and its dead-letter topic, each with this number of partitions. Existing ones are left
     * unchanged. Returns when the broker answers for each partition. Otherwise it could refuse a producer's first batch
     * and accept the second, and would then never accept the first.
     */
    public void createTopics(String topic, int partitions) {
        createTopics(bootstrapServers(), topic, partitions);
    }

    /** The same on any broker, such as one that already runs. The broker's own replication factor applies. */
    public static void createTopics(String bootstrapServers, String topic, int partitions) {
        try (Admin admin = Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 20_000))) {
            for (String name : List.of(topic, topic + DEAD_LETTERS)) {
                create(admin, new NewTopic(name, Optional.of(partitions), Optional.empty()));
                awaitServed(admin, name);
            }
        }
    }

    private static void create(Admin admin, NewTopic topic) {
        try {
            answer(topic.name(), admin.createTopics(List.of(topic)).all());
        } catch (DevStackException e) {
            if (!isBecauseOf(e, TopicExistsException.class)) {
                throw e;
            }
        }
    }

    /** Shortly after a topic's creation the broker may say that the topic is unknown. */
    private static void awaitServed(Admin admin, String topic) {
        long begun = System.nanoTime();
        while (!isServed(admin, topic, System.nanoTime() - begun < SERVED_WITHIN.toNanos())) {
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
        }
    }

    private static boolean isServed(Admin admin, String topic, boolean mayBeUnknown) {
        try {
            lookAtEachPartition(admin, topic);
            return true;
        } catch (DevStackException e) {
            if (mayBeUnknown && isBecauseOf(e, UnknownTopicOrPartitionException.class)) {
                return false;
            }
            throw e;
        }
    }

    private static boolean isBecauseOf(DevStackException failure, Class<? extends KafkaException> kind) {
        return failure.getCause() instanceof ExecutionException answer && kind.isInstance(answer.getCause());
    }

    private static void lookAtEachPartition(Admin admin, String topic) {
        Map<TopicPartition, OffsetSpec> ends =
                answer(topic, admin.describeTopics(List.of(topic)).allTopicNames()).values().stream()
                        .flatMap(created -> created.partitions().stream())
                        .collect(Collectors.toMap(
                                partition -> new TopicPartition(topic, partition.partition()),
                                partition -> OffsetSpec.latest()));
        answer(topic, admin.listOffsets(ends).all());
    }

    private static <T> T answer(String topic, KafkaFuture<T> asked) {
        try {
            return asked.get();
        } catch (ExecutionException e) {
            throw new DevStackException(
                    "Kafka did not create the topic %s. Check KAFKA_BOOTSTRAP_SERVERS.".formatted(topic), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DevStackException("The creation of the topic %s was interrupted.".formatted(topic), e);
        }
    }

    @Override
    public void close() {
        try (lock) {
            server.shutdown();
            server.awaitShutdown();
        }
    }
}
