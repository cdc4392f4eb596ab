package io.recordsync.starter.bridge;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.kafka.listener.RetryListener;

/** Says why the bridge stands still. */
final class Interruptions implements RetryListener {

    private static final Logger LOG = LoggerFactory.getLogger(Interruptions.class);

    @Override
    public void failedDelivery(ConsumerRecord<?, ?> message, @Nullable Exception failure, int attempt) {
        // The listener takes whole polls.
    }

    @Override
    public void failedDelivery(ConsumerRecords<?, ?> poll, @Nullable Exception failure, int attempt) {
        LOG.warn(
                "{} messages wait: attempt {} to take them in failed and is made again ({})",
                poll.count(),
                attempt,
                failure == null ? "unknown" : sentence(failure));
    }

    /** The kinds of the exceptions alone: a driver's message may quote what it was given. */
    private static String sentence(Exception failure) {
        Throwable cause = NestedExceptionUtils.getMostSpecificCause(failure);
        return cause.getClass().getSimpleName();
    }
}
