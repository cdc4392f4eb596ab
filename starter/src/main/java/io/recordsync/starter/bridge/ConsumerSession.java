package io.recordsync.starter.bridge;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.util.backoff.BackOffExecution;
import org.springframework.util.backoff.ExponentialBackOff;

/**
 * One Kafka consumer, from when it joins its group until it leaves. It polls, passes each poll to the handler, and
 * commits.
 *
 * <p>The session never sets the consumer's position. A poll that cannot be taken in now stays in memory and is tried
 * again later, independently of other partitions and of pauses. Meanwhile the consumer keeps polling with its
 * partitions paused, so that it stays in the group. When a partition is revoked, its messages and offsets are dropped,
 * and its next owner reads them from the committed offset. Any other failure ends the session, and the next session
 * begins at the committed offsets.
 *
 * <p>Each poll is committed at once after it is accepted. A commit that fails for a temporary reason is repeated after
 * the next poll, because that poll first reports which partitions were revoked. A failed commit never causes a poll to
 * be taken in again.
 */
final class ConsumerSession implements ConsumerRebalanceListener, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ConsumerSession.class);

    /**
     * How long a poll waits for messages. It is also the longest delay before a stop or the end of a pause is noticed.
     */
    private static final Duration POLL = Duration.ofMillis(500);

    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final Duration LAST_ANSWER = Duration.ofSeconds(3);
    private static final Duration LEAVE = Duration.ofSeconds(5);
    private static final Duration COMPARE_EVERY = Duration.ofMinutes(1);
    private static final Duration COMPARE_AGAIN = Duration.ofSeconds(1);
    private static final Duration FIRST_WAIT = Duration.ofMillis(500);
    private static final Duration MAX_WAIT = Duration.ofSeconds(30);

    private final Consumer<byte[], byte[]> consumer;
    private final PollHandler handler;
    private final BooleanSupplier isPaused;
    private final LongSupplier nanoClock;
    private final PartitionOffsets offsets = new PartitionOffsets();
    private final WaitingPoll waiting = new WaitingPoll();
    private BackOffExecution waits = firstWaits();
    private int failedAttempts;
    private long nextAttempt;
    private long nextComparison;
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
        this.nanoClock = nanoClock;
        this.nextComparison = nanoClock.getAsLong();
        consumer.subscribe(topics, this);
    }

    private static BackOffExecution firstWaits() {
        ExponentialBackOff waits = new ExponentialBackOff(FIRST_WAIT.toMillis(), 2);
        waits.setMaxInterval(MAX_WAIT.toMillis());
        return waits.start();
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
        } else if (isDue(nextAttempt) && !cameWithPause()) {
            takeIn();
        }
        if (isDue(nextComparison)) {
            compareWithGroup();
        }
        commit(ANSWER);
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
        long position = positionIfKnown(partition).orElse(accepted);
        if (position > accepted) {
            throw new IllegalStateException(String.format(
                    Locale.ROOT,
                    "in %s everything before offset %d is accepted, but the consumer would go on at %d",
                    partition,
                    accepted,
                    position));
        }
    }

    /** Empty while the consumer still looks up the partition's leader or the start of its log. */
    private OptionalLong positionIfKnown(TopicPartition partition) {
        try {
            return OptionalLong.of(consumer.position(partition, Duration.ZERO));
        } catch (TimeoutException unknown) {
            return OptionalLong.empty();
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
        return failedAttempts == 0 && isPaused.getAsBoolean();
    }

    private Duration pollTimeout() {
        if (waiting.isEmpty() || cameWithPause()) {
            return POLL;
        }
        long untilNextAttempt = Math.max(0, nextAttempt - nanoClock.getAsLong());
        return Duration.ofNanos(Math.min(untilNextAttempt, POLL.toNanos()));
    }

    private boolean isDue(long time) {
        return time - nanoClock.getAsLong() <= 0;
    }

    private void takeIn() {
        try {
            handler.take(waiting.messages());
        } catch (RuntimeException e) {
            waitForNextAttempt(e);
            return;
        }
        hasAccepted = true;
        accepted();
    }

    private void accepted() {
        offsets.accepted(waiting.ends());
        waiting.clear();
        forgetFailures();
    }

    private void forgetFailures() {
        waits = firstWaits();
        failedAttempts = 0;
        nextAttempt = nanoClock.getAsLong();
    }

    private void waitForNextAttempt(RuntimeException failure) {
        failedAttempts++;
        nextAttempt =
                nanoClock.getAsLong() + Duration.ofMillis(waits.nextBackOff()).toNanos();
        LOG.warn(
                "{} messages wait: attempt {} to take them in failed and is made again ({})",
                waiting.size(),
                failedAttempts,
                kind(failure));
    }

    /** The type of the exception alone, because a driver's message may quote record content. */
    private static String kind(RuntimeException failure) {
        return NestedExceptionUtils.getMostSpecificCause(failure).getClass().getSimpleName();
    }

    /**
     * Reads the group's committed offsets, so that the next commit raises those that are lower than the accepted ones,
     * also when no more messages arrive. A starter that was killed may have left without a commit, and one of an older
     * build may have set the group back.
     */
    private void compareWithGroup() {
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

    private void commit(Duration timeout) {
        Map<TopicPartition, OffsetAndMetadata> due = offsets.uncommitted();
        if (due.isEmpty()) {
            return;
        }
        try {
            consumer.commitSync(due, timeout);
            offsets.committed(due);
        } catch (CommitFailedException e) {
            LOG.info("This reader has left its group; what it has accepted and could not commit may be read again");
        } catch (RetriableException e) {
            LOG.debug("The commit failed and is made again after the next poll", e);
        }
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        if (isHeld()) {
            consumer.pause(partitions);
        }
        nextComparison = nanoClock.getAsLong();
    }

    /** Commits all accepted offsets, because this consumer cannot commit them once the partitions are revoked. */
    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        try {
            commit(LAST_ANSWER);
        } catch (InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            LOG.debug("Partitions are given up without a last commit; their next owner reads some messages again", e);
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
            forgetFailures();
        }
    }

    /** Commits what is accepted and leaves the group, so that other members take over the partitions at once. */
    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(LEAVE));
    }
}
