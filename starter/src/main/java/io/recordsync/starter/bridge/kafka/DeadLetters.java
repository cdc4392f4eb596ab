package io.recordsync.starter.bridge.kafka;

import io.recordsync.starter.events.EventReader;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.kafka.core.KafkaOperations;

/**
 * Publishes messages to their dead-letter topic, unchanged apart from the added headers. A message that is too large is
 * shortened.
 */
public final class DeadLetters {

    /**
     * A larger message cannot be an event. It is shortened before it is sent, so that it stays below every limit of the
     * client and the topic.
     */
    private static final int MAX_WHOLE_BYTES = EventReader.MAX_MESSAGE_BYTES;

    /** How many bytes are kept of a message that is too large. This is far below any limit that a topic may have. */
    private static final int BEGINNING = 16 * 1024;

    private static final int MAX_KEY_BYTES = 1024;

    /** How long to wait for Kafka. Longer than the producer itself tries. */
    private static final Duration ANSWER = Duration.ofSeconds(30);

    private final KafkaOperations<byte[], byte[]> kafka;
    private final KafkaSettings settings;
    private final InstantSource clock;

    DeadLetters(KafkaOperations<byte[], byte[]> kafka, KafkaSettings settings, InstantSource clock) {
        this.kafka = kafka;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Publishes a dead letter, and returns when Kafka has stored it.
     *
     * @throws KafkaSendException if Kafka does not store it now
     */
    void publish(ConsumerRecord<byte[], byte[]> message, DeadLetter letter) {
        publishAll(Map.of(message, letter), taken -> {});
    }

    /**
     * Publishes several dead letters together, and returns when Kafka has stored all of them.
     *
     * @param taken is called for each message whose letter Kafka has stored, also when others fail
     * @throws KafkaSendException if Kafka does not store one of them now. It is the first failure; those of other
     *     letters are suppressed in it
     */
    public void publishAll(
            Map<ConsumerRecord<byte[], byte[]>, DeadLetter> letters, Consumer<ConsumerRecord<byte[], byte[]>> taken) {
        List<Sent> sent = new ArrayList<>();
        letters.forEach((message, letter) -> sent.add(new Sent(message, letter, send(message, letter))));
        Optional<KafkaSendException> failure = Optional.empty();
        for (Sent one : sent) {
            try {
                awaitTaken(one);
                taken.accept(one.message());
            } catch (KafkaSendException e) {
                failure.ifPresent(first -> first.addSuppressed(e));
                failure = failure.or(() -> Optional.of(e));
            }
        }
        if (failure.isPresent()) {
            throw failure.get();
        }
    }

    private record Sent(ConsumerRecord<byte[], byte[]> message, DeadLetter letter, CompletableFuture<?> answer) {}

    /**
     * Shortens and resends the letter if it is too large for the dead-letter topic, whose limit may be lower than ours.
     */
    private void awaitTaken(Sent sent) {
        try {
            await(sent.message(), sent.answer());
        } catch (KafkaSendException e) {
            if (!(NestedExceptionUtils.getMostSpecificCause(e) instanceof RecordTooLargeException)) {
                throw e;
            }
            await(sent.message(), send(shortened(sent.message()), sent.letter()));
        }
    }

    private void await(ConsumerRecord<byte[], byte[]> message, CompletableFuture<?> answer) {
        try {
            answer.get(ANSWER.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw notStored(message, e);
        } catch (ExecutionException | TimeoutException e) {
            throw notStored(message, e);
        }
    }

    private KafkaSendException notStored(ConsumerRecord<byte[], byte[]> message, Exception failure) {
        return new KafkaSendException(settings.deadLettersOf(message.topic()), failure);
    }

    private CompletableFuture<?> send(ConsumerRecord<byte[], byte[]> message, DeadLetter letter) {
        ConsumerRecord<byte[], byte[]> fitting = size(message) > MAX_WHOLE_BYTES ? shortened(message) : message;
        Headers headers = DeadLetterHeaders.of(fitting, letter, clock);
        try {
            return kafka.send(new ProducerRecord<>(
                    settings.deadLettersOf(message.topic()), null, fitting.key(), fitting.value(), headers));
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static int size(ConsumerRecord<byte[], byte[]> message) {
        int size = length(message.key()) + length(message.value());
        for (Header header : message.headers()) {
            size += header.key().length() + length(header.value());
        }
        return size;
    }

    private static int length(byte @Nullable [] bytes) {
        return bytes == null ? 0 : bytes.length;
    }

    /**
     * The beginning of the message, with the size and hash of the whole value. The message's own headers are left out,
     * because they may be what is too large.
     */
    private static ConsumerRecord<byte[], byte[]> shortened(ConsumerRecord<byte[], byte[]> message) {
        byte[] whole = message.value() == null ? new byte[0] : message.value();
        ConsumerRecord<byte[], byte[]> shortened = new ConsumerRecord<>(
                message.topic(),
                message.partition(),
                message.offset(),
                length(message.key()) <= MAX_KEY_BYTES ? message.key() : null,
                Arrays.copyOf(whole, Math.min(whole.length, BEGINNING)));
        DeadLetterHeaders.addWhole(shortened, whole);
        return shortened;
    }
}
