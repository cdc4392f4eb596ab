package io.recordsync.starter.bridge.consumer;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * The messages that a consumer has polled and that are not accepted yet. They stay here until they are accepted or
 * until their partition is revoked.
 */
final class WaitingPoll {

    private final Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> messages = new LinkedHashMap<>();
    private final Map<TopicPartition, OffsetAndMetadata> ends = new HashMap<>();

    void add(ConsumerRecords<byte[], byte[]> poll) {
        poll.partitions()
                .forEach(partition -> messages.computeIfAbsent(partition, first -> new ArrayList<>())
                        .addAll(poll.records(partition)));
        ends.putAll(poll.nextOffsets());
    }

    boolean isEmpty() {
        return messages.isEmpty();
    }

    /** Whether the partition's position has moved without having been accepted yet. */
    boolean concerns(TopicPartition partition) {
        return ends.containsKey(partition);
    }

    int size() {
        return messages.values().stream().mapToInt(List::size).sum();
    }

    List<ConsumerRecord<byte[], byte[]>> messages() {
        return messages.values().stream().flatMap(List::stream).toList();
    }

    /**
     * The next offset of each partition after the messages. A partition may have such an offset without messages,
     * because transaction markers are not messages.
     */
    Map<TopicPartition, OffsetAndMetadata> ends() {
        return Map.copyOf(ends);
    }

    void forget(Collection<TopicPartition> partitions) {
        messages.keySet().removeAll(partitions);
        ends.keySet().removeAll(partitions);
    }

    void clear() {
        messages.clear();
        ends.clear();
    }
}
