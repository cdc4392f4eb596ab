package io.recordsync.starter.bridge.consumer;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * The progress of a consumer in each of its partitions. All messages before the <i>accepted</i> offset are durable. The
 * <i>committed</i> offset is where the group would resume. A revoked partition is dropped, so that nothing is committed
 * for it afterwards, even if it is assigned again.
 */
final class PartitionOffsets {

    private final Map<TopicPartition, OffsetAndMetadata> accepted = new HashMap<>();
    private final Map<TopicPartition, Long> committed = new HashMap<>();

    /**
     * Records that messages from this offset on have been polled and that no earlier message is outstanding. An offset
     * lower than the accepted one means that the partition's log was created again, so that what was committed for the
     * old log no longer applies.
     */
    void polledFrom(TopicPartition partition, long offset) {
        OffsetAndMetadata before = accepted.get(partition);
        if (before == null || offset < before.offset()) {
            accepted.put(partition, new OffsetAndMetadata(offset));
            committed.remove(partition);
        }
    }

    void accepted(Map<TopicPartition, OffsetAndMetadata> ends) {
        accepted.putAll(ends);
    }

    /** Empty if nothing is known of the partition yet. */
    Optional<Long> accepted(TopicPartition partition) {
        return Optional.ofNullable(accepted.get(partition)).map(OffsetAndMetadata::offset);
    }

    void committed(Map<TopicPartition, OffsetAndMetadata> offsets) {
        offsets.forEach((partition, offset) -> committed.put(partition, offset.offset()));
    }

    /** Replaces the known committed offsets of these partitions by the group's answer. */
    void committedByGroup(Collection<TopicPartition> partitions, Map<TopicPartition, OffsetAndMetadata> answer) {
        committed.keySet().removeAll(partitions);
        answer.forEach((partition, offset) -> {
            if (offset != null) {
                committed.put(partition, offset.offset());
            }
        });
    }

    /** The accepted offsets that are higher than the committed ones. */
    Map<TopicPartition, OffsetAndMetadata> uncommitted() {
        Map<TopicPartition, OffsetAndMetadata> due = new HashMap<>();
        accepted.forEach((partition, end) -> {
            if (end.offset() > committed.getOrDefault(partition, -1L)) {
                due.put(partition, end);
            }
        });
        return due;
    }

    void forget(Collection<TopicPartition> partitions) {
        accepted.keySet().removeAll(partitions);
        committed.keySet().removeAll(partitions);
    }
}
