package io.recordsync.starter.bridge;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * How far a consumer has come in each of its partitions. What lies before the <i>accepted</i> offset is durable; the <i>committed</i> offset is
 * where the group would begin again. A partition that is taken away is forgotten, so that nothing is committed for it afterwards, not even
 * when it comes back.
 */
final class PartitionOffsets {

    private final Map<TopicPartition, OffsetAndMetadata> accepted = new HashMap<>();
    private final Map<TopicPartition, Long> committed = new HashMap<>();

    /**
     * Messages from this offset on have been polled, and nothing before it is outstanding. An offset that is lower than what was accepted means that
     * the partition's log was made anew: what was committed for the old one says nothing of it.
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

    /** Empty where nothing is known of the partition yet. */
    Optional<Long> accepted(TopicPartition partition) {
        return Optional.ofNullable(accepted.get(partition)).map(OffsetAndMetadata::offset);
    }

    void committed(Map<TopicPartition, OffsetAndMetadata> offsets) {
        offsets.forEach((partition, offset) -> committed.put(partition, offset.offset()));
    }

    /** For these partitions the group's own answer takes the place of what was known of them. */
    void committedByGroup(Collection<TopicPartition> partitions, Map<TopicPartition, OffsetAndMetadata> answer) {
        committed.keySet().removeAll(partitions);
        answer.forEach((partition, offset) -> {
            if (offset != null) {
                committed.put(partition, offset.offset());
            }
        });
    }

    /** What is accepted beyond what is committed. */
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
