package io.recordsync.starter.bridge;

import java.io.Serial;
import java.time.InstantSource;
import java.util.Arrays;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.kafka.core.KafkaOperations;
import org.springframework.kafka.listener.DeadLetterPublishingRecoverer;
import org.springframework.kafka.listener.DeadLetterPublishingRecoverer.HeaderNames.HeadersToAdd;

/** Puts messages on their dead-letter topic: untouched, with our headers; or what fits of them. */
final class DeadLetters {

    private static final int ANY_PARTITION = -1;

    /** What is kept of a message that is too large: small beside any limit that a topic may have. */
    private static final int BEGINNING = 16 * 1024;

    private static final int LONGEST_KEY = 1024;

    private final DeadLetterPublishingRecoverer publisher;

    DeadLetters(KafkaOperations<byte[], byte[]> kafka, KafkaSettings settings, InstantSource clock) {
        publisher = new DeadLetterPublishingRecoverer(
                kafka, (message, cause) -> new TopicPartition(settings.deadLettersOf(message.topic()), ANY_PARTITION));
        publisher.setHeadersFunction((message, cause) -> DeadLetterHeaders.of(message, letter(cause), clock));
        publisher.setFailIfSendResultIsError(true);
        // What spring-kafka would add of its own, exceptions among it, could hold content.
        publisher.excludeHeader(HeadersToAdd.values());
        publisher.setExceptionHeadersCreator((headers, exception, isKey, names) -> {});
    }

    /**
     * Publishes a dead letter, and returns when Kafka has it.
     *
     * @throws RuntimeException if Kafka does not take it now
     */
    void publish(ConsumerRecord<byte[], byte[]> message, DeadLetter letter) {
        try {
            send(message, letter);
        } catch (RuntimeException e) {
            if (!(NestedExceptionUtils.getMostSpecificCause(e) instanceof RecordTooLargeException)) {
                throw e;
            }
            send(shortened(message), letter);
        }
    }

    private void send(ConsumerRecord<byte[], byte[]> message, DeadLetter letter) {
        publisher.accept(message, null, new Carrier(letter));
    }

    /** The beginning, and the hash of the whole; without the message's own headers, which may be what is too large. */
    private static ConsumerRecord<byte[], byte[]> shortened(ConsumerRecord<byte[], byte[]> message) {
        byte[] whole = message.value() == null ? new byte[0] : message.value();
        boolean hasShortKey = message.key() != null && message.key().length <= LONGEST_KEY;
        ConsumerRecord<byte[], byte[]> shortened = new ConsumerRecord<>(
                message.topic(),
                message.partition(),
                message.offset(),
                hasShortKey ? message.key() : null,
                Arrays.copyOf(whole, Math.min(whole.length, BEGINNING)));
        DeadLetterHeaders.addHash(shortened, whole);
        return shortened;
    }

    private static DeadLetter letter(Exception cause) {
        return ((Carrier) cause).letter;
    }

    /** The publisher hands an exception through to the headers; ours carries what they say. */
    private static final class Carrier extends RuntimeException {

        @Serial
        private static final long serialVersionUID = 1L;

        private final transient DeadLetter letter;

        Carrier(DeadLetter letter) {
            super(letter.reason(), null, false, false);
            this.letter = letter;
        }
    }
}
