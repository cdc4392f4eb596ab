package io.recordsync.starter.bridge;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
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
 * One Kafka consumer, from when it joins its group until it leaves: polls, has each poll taken in, and commits.
 *
 * <p>It never sets the consumer's position. A poll that cannot be taken in now stays in memory and is given again later, whatever happens to other
 * partitions or whether reading is paused; meanwhile the consumer polls on with its partitions paused, and so keeps its place in the group. A
 * partition that is taken away is forgotten with its messages and offsets: its next owner reads them from the committed offset. Whatever else fails
 * ends the session, and the next one begins at the committed offsets.
 *
 * <p>A commit follows its poll at once. One that fails for a passing reason is made again after the next poll, which first says which partitions
 * have been taken away; it never makes a poll be taken in again.
 */
final class ConsumerSession implements ConsumerRebalanceListener, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ConsumerSession.class);

    /** How long a poll waits for messages, and so how late a stop or the end of a pause may be noticed. */
    private static final Duration POLL = Duration.ofMillis(500);

    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final Duration LAST_ANSWER = Duration.ofSeconds(3);
    private static final Duration LEAVE = Duration.ofSeconds(5);
    private static final Duration COMPARE_EVERY = Duration.ofMinutes(1);
    private static final Duration COMPARE_AGAIN = Duration.ofSeconds(1);
    private static final Duration FIRST_WAIT = Duration.ofMillis(500);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

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
     * Subscribes the consumer.
     *
     * @param isPaused whether no further messages are to be polled
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
        waits.setMaxInterval(LONGEST_WAIT.toMillis());
        return waits.start();
    }

    /** Whether a poll of this session has been accepted. */
    boolean hasAccepted() {
        return hasAccepted;
    }

    /**
     * Polls once, takes in what is due, and commits what is accepted.
     *
     * @throws RuntimeException if the session cannot go on
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

    /** A consumer that stands behind messages that nobody has accepted would pass them over. */
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
            throw new IllegalStateException(
                    "in %s everything before offset %d is accepted, but the consumer would go on at %d"
                            .formatted(partition, accepted, position));
        }
    }

    /** Unknown while the consumer looks for the partition's leader, or for where its log begins. */
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

    /** Messages that were polled just when the pause began wait for its end too; what has been tried before is tried on. */
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

    /** The kind of the exception alone: a driver's message may quote what it was given. */
    private static String kind(RuntimeException failure) {
        return NestedExceptionUtils.getMostSpecificCause(failure).getClass().getSimpleName();
    }

    /**
     * Sees to it that what the group has committed is not lower than what is accepted, also where no message comes any more: a starter that was cut
     * off may have left without a commit, and one of an older build may have set the group back.
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

    /** Commits all that is accepted: what is then taken away cannot be committed any more. */
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

    /** Leaves the group, so that others take the partitions over at once; commits what is accepted first. */
    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(LEAVE));
    }
}
