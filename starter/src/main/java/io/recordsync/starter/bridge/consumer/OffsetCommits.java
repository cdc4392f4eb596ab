package io.recordsync.starter.bridge.consumer;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits the accepted offsets of one consumer to its group. Once a minute, and after each assignment, it compares them
 * with the group's committed offsets. Used by the consumer's thread.
 */
final class OffsetCommits {

    private static final Logger LOG = LoggerFactory.getLogger(OffsetCommits.class);

    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final Duration COMPARE_EVERY = Duration.ofMinutes(1);
    private static final Duration COMPARE_AGAIN = Duration.ofSeconds(1);

    private final Consumer<byte[], byte[]> consumer;
    private final PartitionOffsets offsets;
    private final LongSupplier nanoClock;
    private long nextComparison;

    OffsetCommits(Consumer<byte[], byte[]> consumer, PartitionOffsets offsets, LongSupplier nanoClock) {
        this.consumer = consumer;
        this.offsets = offsets;
        this.nanoClock = nanoClock;
        this.nextComparison = nanoClock.getAsLong();
    }

    /** Makes the next comparison due. */
    void compareSoon() {
        nextComparison = nanoClock.getAsLong();
    }

    /**
     * Reads the group's committed offsets if that is due, so that the next commit raises those that are lower than the
     * accepted ones, also when no more messages arrive. A starter that was killed may have left without a commit, and
     * one of an older build may have set the group back.
     */
    void compareIfDue() {
        if (nextComparison - nanoClock.getAsLong() > 0) {
            return;
        }
        try {
            Set<TopicPartition> assigned = consumer.assignment();
            offsets.committedByGroup(assigned, consumer.committed(assigned, ANSWER));
            offsets.accepted(positionsOfUntouched(assigned));
            nextComparison = nanoClock.getAsLong() + COMPARE_EVERY.toNanos();
        } catch (RetriableException e) {
            LOG.debug("The group's offsets cannot be read now", e);
            nextComparison = nanoClock.getAsLong() + COMPARE_AGAIN.toNanos();
        }
    }

    private Map<TopicPartition, OffsetAndMetadata> positionsOfUntouched(Set<TopicPartition> assigned) {
        Map<TopicPartition, OffsetAndMetadata> positions = new HashMap<>();
        for (TopicPartition partition : assigned) {
            if (offsets.accepted(partition).isEmpty()) {
                positionIfKnown(partition)
                        .ifPresent(position -> positions.put(partition, new OffsetAndMetadata(position)));
            }
        }
        return positions;
    }

    /**
     * The consumer's position. Empty while the consumer still looks up the partition's leader or the start of its log.
     */
    OptionalLong positionIfKnown(TopicPartition partition) {
        try {
            return OptionalLong.of(consumer.position(partition, Duration.ZERO));
        } catch (TimeoutException unknown) {
            return OptionalLong.empty();
        }
    }

    /** Commits what is accepted and not committed. */
    void commit() {
        commit(ANSWER);
    }

    /**
     * Commits what is accepted and not committed. What cannot be committed now is due again at the next commit.
     *
     * @param timeout how long to wait for the broker's answer
     */
    void commit(Duration timeout) {
        Map<TopicPartition, OffsetAndMetadata> due = offsets.uncommitted();
        if (due.isEmpty()) {
            return;
        }
        try {
            consumer.commitSync(due, timeout);
            offsets.committed(due);
        } catch (CommitFailedException e) {
            LOG.info("This reader is no longer a member of its consumer group. Messages that it accepted but"
                    + " could not commit may be read again");
        } catch (RetriableException e) {
            LOG.debug("The commit failed, and is repeated after the next poll", e);
        }
    }
}
