package io.recordsync.starter.bridge.consumer;

import io.recordsync.process.ErrorIds;
import io.recordsync.starter.bridge.kafka.KafkaSettings;
import io.recordsync.starter.bridge.kafka.MessagePosition;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;

/** A member of a consumer group that reads with the bridge's own readers. A test controls how it behaves. */
final class GroupMember implements AutoCloseable {

    private final Set<MessagePosition> accepted;
    private final KafkaReaders readers;
    private final AtomicBoolean failing = new AtomicBoolean();
    private final AtomicInteger failedPolls = new AtomicInteger();
    private final AtomicInteger repeatedMessages = new AtomicInteger();
    private final AtomicBoolean oneError = new AtomicBoolean();
    private final AtomicInteger lostCommits = new AtomicInteger();
    private final AtomicInteger unansweredCommits = new AtomicInteger();
    private volatile CountDownLatch stalled = new CountDownLatch(0);
    private final AtomicBoolean inStall = new AtomicBoolean();

    /** @param accepted receives the position of each message that this member has accepted */
    GroupMember(
            Map<String, Object> consumer, KafkaSettings settings, Set<MessagePosition> accepted, ErrorIds errorIds) {
        this.accepted = accepted;
        DefaultKafkaConsumerFactory<byte[], byte[]> consumers =
                new DefaultKafkaConsumerFactory<>(consumer, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        consumers.addPostProcessor(this::withFailingCommits);
        readers = new KafkaReaders(consumers, settings, this::take, Duration.ofMillis(200), () -> {}, errorIds);
        readers.start();
    }

    private void take(List<ConsumerRecord<byte[], byte[]>> poll) {
        if (failing.get()) {
            failedPolls.incrementAndGet();
            throw new IllegalStateException("told to fail");
        }
        if (oneError.compareAndSet(true, false)) {
            throw new NoClassDefFoundError("told to fail once");
        }
        awaitGoOn();
        poll.stream()
                .filter(message -> !accepted.add(MessagePosition.of(message)))
                .forEach(message -> repeatedMessages.incrementAndGet());
    }

    private void awaitGoOn() {
        try {
            inStall.set(stalled.getCount() > 0);
            stalled.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            inStall.set(false);
        }
    }

    /** A consumer whose next commits fail, either before they reach the broker or after the broker has applied them. */
    @SuppressWarnings("unchecked") // The proxy hands every call to the given consumer.
    private Consumer<byte[], byte[]> withFailingCommits(Consumer<byte[], byte[]> consumer) {
        return (Consumer<byte[], byte[]>) Proxy.newProxyInstance(
                Consumer.class.getClassLoader(), new Class<?>[] {Consumer.class}, (proxy, method, arguments) -> {
                    boolean isCommit = method.getName().equals("commitSync");
                    if (isCommit && takeOne(lostCommits)) {
                        throw new TimeoutException("told to lose the commit");
                    }
                    try {
                        Object answer = method.invoke(consumer, arguments);
                        if (isCommit && takeOne(unansweredCommits)) {
                            throw new TimeoutException("told to lose the answer");
                        }
                        return answer;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private static boolean takeOne(AtomicInteger count) {
        return count.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
    }

    /** Lets each poll fail until {@link #heal()}. */
    void fail() {
        failing.set(true);
    }

    /** The number of polls that have failed. */
    int failedPolls() {
        return failedPolls.get();
    }

    /** The number of accepted messages that some member of the group had accepted before. */
    int repeatedMessages() {
        return repeatedMessages.get();
    }

    void failOnceWithAnError() {
        oneError.set(true);
    }

    void loseCommits(int commits) {
        lostCommits.addAndGet(commits);
    }

    void loseAnswersToCommits(int commits) {
        unansweredCommits.addAndGet(commits);
    }

    /** Blocks the next poll until {@link #heal()}. The reader does not call {@code poll} during that time. */
    void stall() {
        if (stalled.getCount() == 0) {
            stalled = new CountDownLatch(1);
        }
    }

    boolean isInStall() {
        return inStall.get();
    }

    void pause() {
        readers.pause();
    }

    void resume() {
        readers.resume();
    }

    KafkaReaders readers() {
        return readers;
    }

    /** Ends every failure and pause, so that the member accepts messages again. */
    void heal() {
        failing.set(false);
        stalled.countDown();
        readers.resume();
    }

    @Override
    public void close() {
        heal();
        readers.stop();
    }
}
