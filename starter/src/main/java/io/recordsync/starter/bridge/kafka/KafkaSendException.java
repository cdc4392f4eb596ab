package io.recordsync.starter.bridge.kafka;

import org.apache.kafka.common.KafkaException;
import org.springframework.core.NestedExceptionUtils;

/**
 * Kafka has not stored a dead letter. The message says why, is for people, and holds no record content. Kafka's client
 * decides by itself which failures are temporary; a caller may send the letter again after each of them.
 */
public final class KafkaSendException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** @param topic the dead-letter topic */
    public KafkaSendException(String topic, Throwable failure) {
        super("Kafka has not stored a dead letter on the topic '%s': %s".formatted(topic, reason(failure)), failure);
    }

    /** The true cause, which Kafka's client and spring-kafka wrap in exceptions of their own. */
    private static String reason(Throwable failure) {
        Throwable cause = NestedExceptionUtils.getMostSpecificCause(failure);
        String type = cause.getClass().getSimpleName();
        return cause instanceof KafkaException ? "%s (%s)".formatted(cause.getMessage(), type) : type;
    }
}
