package io.recordsync.starter.cli;

import io.recordsync.process.StartException;
import io.recordsync.starter.bridge.kafka.KafkaSettings;
import io.recordsync.starter.events.EventMessage;
import io.recordsync.starter.events.EventReader;
import io.recordsync.starter.events.Reading.Readable;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.springframework.core.NestedExceptionUtils;

/**
 * Sends messages to the first configured topic, each with its record's id as the key, so that the messages of one
 * record keep their order.
 */
final class TopicSender implements AutoCloseable {

    private static final Duration ANSWER = Duration.ofSeconds(10);

    /** High enough that only the broker limits the size of messages. */
    private static final int MAX_REQUEST_BYTES = 64 * 1024 * 1024 + 4096;

    private final KafkaSettings settings;
    private final EventReader reader;
    private final String topic;
    private final KafkaProducer<byte[], byte[]> producer;

    /** @throws StartException if Kafka cannot be reached */
    TopicSender(KafkaSettings settings, EventReader reader) {
        this.settings = settings;
        this.reader = reader;
        this.topic = settings.topic().getFirst();
        this.producer = reachable();
    }

    /**
     * The result of sending messages.
     *
     * @param byPartition the number of messages that each partition received
     * @param withoutKey the number of all messages that cannot be read as events
     * @param refused the reasons for which Kafka refused messages, one for each
     */
    record Sent(String where, Map<Integer, Long> byPartition, long withoutKey, List<String> refused) {

        @Override
        public String toString() {
            long count =
                    byPartition.values().stream().mapToLong(Long::longValue).sum();
            return String.format(
                    Locale.ROOT,
                    "Sent %d %s to %s%s.%s%s",
                    count,
                    count == 1 ? "message" : "messages",
                    where,
                    partitions(),
                    unreadable(),
                    refusals());
        }

        private String partitions() {
            return byPartition.isEmpty()
                    ? ""
                    : byPartition.entrySet().stream()
                            .map(one -> String.format(Locale.ROOT, "%d to partition %d", one.getValue(), one.getKey()))
                            .collect(Collectors.joining(", ", " (", ")"));
        }

        private String unreadable() {
            return withoutKey == 0
                    ? ""
                    : String.format(
                            Locale.ROOT,
                            "%nMessages without a key, because they cannot be read as events: %d. The starter"
                                    + " publishes them to the dead-letter topic.",
                            withoutKey);
        }

        private String refusals() {
            return refused.isEmpty()
                    ? ""
                    : String.format(
                            Locale.ROOT,
                            "%nMessages that Kafka refused: %d. The reason for the first one: %s",
                            refused.size(),
                            refused.getFirst());
        }
    }

    Sent send(List<byte[]> messages) {
        List<ProducerRecord<byte[], byte[]>> records =
                messages.stream().map(this::message).toList();
        List<Future<RecordMetadata>> answers =
                records.stream().map(producer::send).toList();
        long withoutKey = records.stream().filter(one -> one.key() == null).count();
        Map<Integer, Long> byPartition = new TreeMap<>();
        List<String> refused = new ArrayList<>();
        answers.forEach(answer -> await(answer)
                .ifPresentOrElse(
                        refused::add, () -> byPartition.merge(answer.resultNow().partition(), 1L, Long::sum)));
        return new Sent("%s at %s".formatted(topic, settings.servers()), byPartition, withoutKey, refused);
    }

    private ProducerRecord<byte[], byte[]> message(byte[] value) {
        return new ProducerRecord<>(topic, key(value), value);
    }

    private byte @Nullable [] key(byte[] value) {
        return reader.read(new EventMessage(topic, "send", Map.of(), value)) instanceof Readable(var change)
                ? change.key().recordId().getBytes(StandardCharsets.UTF_8)
                : null;
    }

    /** Waits for Kafka's answer. Returns the reason if Kafka refused the message. */
    private Optional<String> await(Future<RecordMetadata> answer) {
        try {
            answer.get();
            return Optional.empty();
        } catch (ExecutionException e) {
            return Optional.of(
                    String.valueOf(NestedExceptionUtils.getMostSpecificCause(e).getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartException("Sending was interrupted; some messages may have been sent.", e);
        }
    }

    private KafkaProducer<byte[], byte[]> reachable() {
        Map<String, Object> properties = Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                settings.servers(),
                ProducerConfig.ACKS_CONFIG,
                "all",
                ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                MAX_REQUEST_BYTES,
                ProducerConfig.BUFFER_MEMORY_CONFIG,
                2L * MAX_REQUEST_BYTES,
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                ANSWER.toMillis(),
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                (int) ANSWER.toMillis(),
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                (int) ANSWER.multipliedBy(3).toMillis());
        @Nullable KafkaProducer<byte[], byte[]> made = null;
        try {
            made = new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
            made.partitionsFor(topic);
            return made;
        } catch (KafkaException e) {
            if (made != null) {
                made.close(Duration.ZERO);
            }
            throw new StartException(
                    "Kafka at %s cannot be reached, or has no topic %s. Start it, or set KAFKA_BOOTSTRAP_SERVERS."
                            .formatted(settings.servers(), topic),
                    e);
        }
    }

    @Override
    public void close() {
        producer.close(ANSWER);
    }
}
