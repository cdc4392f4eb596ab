package io.recordsync.starter.bridge.consumer;

import java.time.Duration;
import java.util.Collection;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One Kafka consumer, from when it joins its group until it leaves. It polls, passes each poll to the handler, and
 * commits.
 *
 * <p>The session never sets the consumer's position. A poll that cannot be accepted now stays in memory and is tried
 * again later, independently of other partitions and of pauses. Meanwhile the consumer keeps polling with its
 * partitions paused, so that it stays in the group. When a partition is revoked, its messages and offsets are dropped,
 * and its next owner reads them from the committed offset. Any other failure ends the session, and the next session
 * begins at the committed offsets.
 *
 * <p>Each poll is committed at once after it is accepted. A commit that fails for a temporary reason is repeated after
 * the next poll, because that poll first reports which partitions were revoked. A failed commit never causes a poll to
 * be accepted again.
 */
final class ConsumerSession implements ConsumerRebalanceListener, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ConsumerSession.class);

    /**
     * How long a poll waits for messages. It is also the longest delay before a stop or the end of a pause is noticed.
     */
    private static final Duration POLL = Duration.ofMillis(500);

    private static final Duration LAST_ANSWER = Duration.ofSeconds(3);
    private static final Duration LEAVE = Duration.ofSeconds(5);

    private final Consumer<byte[], byte[]> consumer;
    private final PollHandler handler;
    private final BooleanSupplier isPaused;
    private final PartitionOffsets offsets = new PartitionOffsets();
    private final OffsetCommits commits;
    private final WaitingPoll waiting = new WaitingPoll();
    private final PollRetry retry;
    private boolean hasAccepted;

    /**
     * Subscribes the consumer to the topics.
     *
     * @param isPaused whether polling for further messages is paused
     */
    ConsumerSession(
            Consumer<byte[], byte[]> consumer,
            Collection<String> topics,
            PollHandler handler,
            BooleanSupplier isPaused,
            LongSupplier nanoClock) {
        this.consumer = consumer;
        this.handler = handler;
        this.isPaused = isPaused;
        this.commits = new OffsetCommits(consumer, offsets, nanoClock);
        this.retry = new PollRetry(nanoClock);
        consumer.subscribe(topics, this);
    }

    /** Whether this session has accepted a poll. */
    boolean hasAccepted() {
        return hasAccepted;
    }

    /**
     * Polls once, takes in the waiting messages when they are due, and commits what is accepted.
     *
     * @throws RuntimeException if the session cannot continue
     */
    void turn() {
        checkPositions();
        pauseOrResume();
        ConsumerRecords<byte[], byte[]> poll = consumer.poll(pollTimeout());
        poll.partitions()
                .forEach(partition -> offsets.polledFrom(
                        partition, poll.records(partition).getFirst().offset()));
        waiting.add(poll);
        if (waiting.isEmpty()) {
            accepted();
        } else if (retry.isDue() && !cameWithPause()) {
            takeIn();
        }
        commits.compareIfDue();
        commits.commit();
    }

    /** Fails if the consumer's position is after messages that were not accepted, because they would be skipped. */
    private void checkPositions() {
        for (TopicPartition partition : consumer.assignment()) {
            if (!waiting.concerns(partition)) {
                offsets.accepted(partition).ifPresent(accepted -> checkPosition(partition, accepted));
            }
        }
    }

    private void checkPosition(TopicPartition partition, long accepted) {
        long position = commits.positionIfKnown(partition).orElse(accepted);
        if (position > accepted) {
            throw new IllegalStateException(String.format(
                    Locale.ROOT,
                    "everything in %s before offset %d is accepted, but the consumer would continue at %d",
                    partition,
                    accepted,
                    position));
        }
    }

    private void pauseOrResume() {
        if (isHeld()) {
            consumer.pause(consumer.assignment());
        } else {
            consumer.resume(consumer.paused());
        }
    }

    private boolean isHeld() {
        return !waiting.isEmpty() || isPaused.getAsBoolean();
    }

    /**
     * Whether the waiting messages arrived just as the pause began, and so wait until it ends. Messages that were tried
     * before are retried also during a pause.
     */
    private boolean cameWithPause() {
        return !retry.hasFailed() && isPaused.getAsBoolean();
    }

    private Duration pollTimeout() {
        if (waiting.isEmpty() || cameWithPause()) {
            return POLL;
        }
        Duration untilDue = retry.untilDue();
        return untilDue.compareTo(POLL) < 0 ? untilDue : POLL;
    }

    private void takeIn() {
        try {
            handler.take(waiting.messages());
        } catch (RuntimeException e) {
            retry.failed(waiting.size(), e);
            return;
        }
        hasAccepted = true;
        accepted();
    }

    private void accepted() {
        offsets.accepted(waiting.ends());
        waiting.clear();
        retry.reset();
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        if (isHeld()) {
            consumer.pause(partitions);
        }
        commits.compareSoon();
    }

    /** Commits all accepted offsets, because this consumer cannot commit them once the partitions are revoked. */
    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        try {
            commits.commit(LAST_ANSWER);
        } catch (InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            LOG.debug(
                    "Partitions were revoked before a last commit. The reader that gets them reads some"
                            + " messages again",
                    e);
        }
        forget(partitions);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
        forget(partitions);
    }

    private void forget(Collection<TopicPartition> partitions) {
        offsets.forget(partitions);
        waiting.forget(partitions);
        if (waiting.isEmpty()) {
            retry.reset();
        }
    }

    /** Commits what is accepted and leaves the group, so that other members take over the partitions at once. */
    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(LEAVE));
    }
}
