package io.recordsync.starter.bridge.kafka;

import io.recordsync.starter.events.EventReader;
import io.recordsync.starter.events.Reading.Readable;
import io.recordsync.store.ledger.RecordKey;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.springframework.kafka.core.ConsumerFactory;

/** Reads a message again from its original position in Kafka. */
final class OriginalMessages {

    private static final Duration ANSWER = Duration.ofSeconds(10);

    private static final Properties ONE_MESSAGE = oneMessage();

    private final ConsumerFactory<byte[], byte[]> consumers;
    private final EventReader reader;

    OriginalMessages(ConsumerFactory<byte[], byte[]> consumers, EventReader reader) {
        this.consumers = consumers;
        this.reader = reader;
    }

    /** Settings to fetch one message only, because the messages next to it may be large. */
    private static Properties oneMessage() {
        Properties properties = new Properties();
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
        properties.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, EventReader.MAX_MESSAGE_BYTES);
        return properties;
    }

    /**
     * The message at this position, if it still exists and belongs to this record. The topic may have been deleted and
     * created again.
     */
    Optional<ConsumerRecord<byte[], byte[]>> find(MessagePosition door, RecordKey key) {
        try (Consumer<byte[], byte[]> consumer = consumers.createConsumer(null, null, null, ONE_MESSAGE)) {
            consumer.assign(List.of(door.partition()));
            if (!isWithin(consumer, door)) {
                return Optional.empty();
            }
            consumer.seek(door.partition(), door.offset());
            return consumer.poll(ANSWER).records(door.partition()).stream()
                    .filter(message -> message.offset() == door.offset())
                    .filter(message -> isOf(message, key))
                    .findFirst();
        } catch (OffsetOutOfRangeException | UnknownTopicOrPartitionException e) {
            return Optional.empty();
        }
    }

    private static boolean isWithin(Consumer<byte[], byte[]> consumer, MessagePosition door) {
        Long end = consumer.endOffsets(List.of(door.partition()), ANSWER).get(door.partition());
        return end != null && door.offset() < end;
    }

    private boolean isOf(ConsumerRecord<byte[], byte[]> message, RecordKey key) {
        return reader.read(KafkaMessages.of(message)) instanceof Readable(var change)
                && change.key().equals(key);
    }
}
