package io.recordsync.starter.bridge.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.recordsync.process.ErrorIds;
import io.recordsync.starter.bridge.kafka.KafkaSettings;
import io.recordsync.starter.bridge.kafka.MessagePosition;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * A consumer group with topics of its own, the messages that were sent to it, and the messages that its members have
 * accepted. The broker removes a member that has not polled for two seconds from the group.
 */
final class KafkaGroup implements AutoCloseable {

    private static final Duration SOON = Duration.ofMinutes(1);
    private static final Duration MAX_BETWEEN_POLLS = Duration.ofSeconds(2);

    private final String servers;
    private final String name;
    private final List<String> topics;
    private final Map<TopicPartition, Long> sent = new ConcurrentHashMap<>();
    private final Set<MessagePosition> accepted = ConcurrentHashMap.newKeySet();
    private final List<GroupMember> members = new ArrayList<>();
    private final Admin admin;
    private final KafkaProducer<byte[], byte[]> producer;

    /** Creates the topics, each with the given number of partitions. */
    KafkaGroup(String servers, String name, List<String> topics, int partitions) {
        this.servers = servers;
        this.name = name;
        this.topics = topics;
        admin = Admin.create(Map.of("bootstrap.servers", servers));
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", servers), new ByteArraySerializer(), new ByteArraySerializer());
        answer(admin.createTopics(topics.stream()
                        .map(topic -> new NewTopic(topic, partitions, (short) 1))
                        .toList())
                .all());
        topics.forEach(topic -> IntStream.range(0, partitions)
                .forEach(partition -> sent.put(new TopicPartition(topic, partition), 0L)));
        awaitServed(sent.keySet());
    }

    /** The broker may never accept a producer's first batch if it arrives before the broker serves the partition. */
    private void awaitServed(Set<TopicPartition> partitions) {
        Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
        partitions.forEach(partition -> ends.put(partition, OffsetSpec.latest()));
        await().atMost(SOON)
                .ignoreExceptions()
                .until(() -> admin.listOffsets(ends).all().get().size() == ends.size());
    }

    /** Adds a member that reads all topics. */
    GroupMember join() {
        GroupMember member = new GroupMember(
                consumerProperties(name),
                new KafkaSettings(List.of(servers), name, topics, null, List.of(), 1, 1000),
                accepted,
                new ErrorIds(new Random(1)));
        members.add(member);
        return member;
    }

    String name() {
        return name;
    }

    String topic(int number) {
        return topics.get(number);
    }

    List<GroupMember> members() {
        return members;
    }

    void leave(GroupMember member) {
        members.remove(member);
        member.close();
    }

    /** Sends messages to the partitions in turn, starting with a random one. */
    void send(int messages, Random random) {
        List<TopicPartition> partitions = new ArrayList<>(sent.keySet());
        for (int i = 0; i < messages; i++) {
            send(partitions.get(random.nextInt(partitions.size())));
        }
        producer.flush();
    }

    void sendToEach(int messages) {
        for (int i = 0; i < messages; i++) {
            sent.keySet().forEach(this::send);
        }
        producer.flush();
    }

    private void send(TopicPartition to) {
        producer.send(new ProducerRecord<>(to.topic(), to.partition(), null, "m".getBytes(StandardCharsets.UTF_8)));
        sent.merge(to, 1L, Long::sum);
    }

    /**
     * Asserts that each message was accepted, and that the group's committed offset of each partition is the end of
     * that partition.
     */
    void assertAllIsAcceptedAndCommitted() {
        assertThat(missing())
                .as("messages that nobody accepted, of %s; committed is %s", sent, committed())
                .isEmpty();
        assertThat(committed()).as("committed offsets").isEqualTo(withMessages(sent));
    }

    /** The messages that no member has accepted yet. */
    List<MessagePosition> missing() {
        List<MessagePosition> missing = new ArrayList<>();
        sent.forEach((partition, count) -> {
            for (long offset = 0; offset < count; offset++) {
                MessagePosition door = new MessagePosition(partition, offset);
                if (!accepted.contains(door)) {
                    missing.add(door);
                }
            }
        });
        return missing;
    }

    Map<TopicPartition, Long> committed() {
        Map<TopicPartition, Long> committed = new HashMap<>();
        answer(admin.listConsumerGroupOffsets(name).partitionsToOffsetAndMetadata())
                .forEach((partition, offset) -> committed.put(partition, offset.offset()));
        return withMessages(committed);
    }

    private static Map<TopicPartition, Long> withMessages(Map<TopicPartition, Long> offsets) {
        Map<TopicPartition, Long> some = new HashMap<>(offsets);
        some.values().removeIf(offset -> offset == 0);
        return some;
    }

    /** Asserts that no commit of this group ever lowered an offset. Reads the broker's own log of commits. */
    void assertNoCommittedOffsetWentBack() {
        Map<TopicPartition, Long> highest = new HashMap<>();
        List<String> lowered = new ArrayList<>();
        for (Commit commit : commits()) {
            long before = highest.getOrDefault(commit.partition(), -1L);
            if (commit.offset() < before) {
                lowered.add(
                        String.format(Locale.ROOT, "%s from %d to %d", commit.partition(), before, commit.offset()));
            }
            highest.put(commit.partition(), commit.offset());
        }
        assertThat(highest).as("the log of commits").isNotEmpty();
        assertThat(lowered).as("committed offsets that went back").isEmpty();
    }

    private record Commit(TopicPartition partition, long offset) {}

    private List<Commit> commits() {
        TopicPartition log = new TopicPartition("__consumer_offsets", 0);
        List<Commit> commits = new ArrayList<>();
        try (Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                consumerProperties("log-of-" + name), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(log));
            consumer.seekToBeginning(List.of(log));
            long end = consumer.endOffsets(List.of(log)).get(log);
            while (consumer.position(log) < end) {
                consumer.poll(Duration.ofMillis(200)).forEach(message -> add(commits, message));
            }
        }
        return commits;
    }

    /**
     * Reads one entry of Kafka's log of commits. The key is a version, then (in versions 0 and 1, which are commits)
     * group, topic and partition. The value is a version, then the offset.
     */
    private void add(List<Commit> commits, ConsumerRecord<byte[], byte[]> message) {
        ByteBuffer key = ByteBuffer.wrap(message.key());
        if (key.getShort() <= 1 && message.value() != null && text(key).equals(name)) {
            TopicPartition partition = new TopicPartition(text(key), key.getInt());
            commits.add(new Commit(
                    partition,
                    ByteBuffer.wrap(message.value()).position(Short.BYTES).getLong()));
        }
    }

    private static String text(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.getShort()];
        buffer.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private Map<String, Object> consumerProperties(String group) {
        Map<String, Object> properties = new HashMap<>();
        properties.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, servers);
        properties.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, (int) MAX_BETWEEN_POLLS.toMillis());
        properties.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 200);
        properties.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 6000);
        properties.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
        return properties;
    }

    /** Commits offsets through a consumer of the same group that reads another topic, which must exist. */
    void commitAsAnotherMember(String otherTopic, Map<TopicPartition, OffsetAndMetadata> offsets) {
        try (Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                consumerProperties(name), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(List.of(otherTopic));
            while (consumer.assignment().isEmpty()) {
                consumer.poll(Duration.ofMillis(100));
            }
            consumer.commitSync(offsets);
        }
    }

    void createTopic(String topic) {
        answer(admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all());
    }

    private static <T> T answer(KafkaFuture<T> future) {
        try {
            return future.get();
        } catch (ExecutionException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        members.forEach(GroupMember::close);
        producer.close();
        admin.close();
    }
}
