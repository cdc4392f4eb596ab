package io.recordsync.starter.bridge.kafka;

import io.recordsync.store.ledger.LogPlace;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** The exact position of a message in Kafka. Its text is the {@code door} of the change. */
public record MessagePosition(TopicPartition partition, long offset) {

    private static final Pattern FORM = Pattern.compile("kafka:([^/]{1,249})/(\\d{1,9})@(\\d{1,18})");

    public static MessagePosition of(ConsumerRecord<?, ?> message) {
        return new MessagePosition(new TopicPartition(message.topic(), message.partition()), message.offset());
    }

    /** Empty if the change came in by another entry point. */
    public static Optional<MessagePosition> parse(String door) {
        Matcher parts = FORM.matcher(door);
        return parts.matches()
                ? Optional.of(new MessagePosition(
                        new TopicPartition(parts.group(1), Integer.parseInt(parts.group(2))),
                        Long.parseLong(parts.group(3))))
                : Optional.empty();
    }

    /** {@code partition@offset}: the position within the topic. */
    public String place() {
        return partition.partition() + "@" + offset;
    }

    /** The position within the partition, which keeps the order of its messages. */
    public LogPlace inLog() {
        return new LogPlace("kafka:" + partition.topic() + "/" + partition.partition(), offset);
    }

    @Override
    public String toString() {
        return inLog().toString();
    }
}
