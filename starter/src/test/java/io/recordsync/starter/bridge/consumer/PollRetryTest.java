package io.recordsync.starter.bridge.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.recordsync.starter.bridge.kafka.KafkaSendException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DuplicateKeyException;

/** When a poll is tried again, and what the log says of the failure. */
class PollRetryTest {

    private final Logger logger = (Logger) LoggerFactory.getLogger(PollRetry.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1);
    private final PollRetry retry = new PollRetry(nanos::get);

    @BeforeEach
    void listen() {
        log.start();
        logger.setLevel(Level.WARN);
        logger.addAppender(log);
    }

    @AfterEach
    void leave() {
        logger.detachAppender(log);
        logger.setLevel(null);
    }

    @Test
    void theWaitDoublesUpToThirtySecondsAndBeginsAnewAfterASuccess() {
        List<Duration> waits = new ArrayList<>();
        for (int attempt = 0; attempt < 9; attempt++) {
            retry.failed(1, new IllegalStateException("told to fail"));
            assertThat(retry.isDue()).isFalse();
            waits.add(retry.untilDue());
            nanos.addAndGet(retry.untilDue().toNanos());
            assertThat(retry.isDue()).isTrue();
        }
        assertThat(waits)
                .extracting(Duration::toMillis)
                .containsExactly(500L, 1_000L, 2_000L, 4_000L, 8_000L, 16_000L, 30_000L, 30_000L, 30_000L);

        retry.reset();

        assertThat(retry.hasFailed()).isFalse();
        assertThat(retry.isDue()).isTrue();
    }

    @Test
    void theLogSaysWhyKafkaHasNotStoredADeadLetter() {
        Exception wrapped = new ExecutionException(
                new IllegalStateException("failed to send", new TopicAuthorizationException(Set.of("orders.dlq"))));

        retry.failed(3, new KafkaSendException("orders.dlq", wrapped));

        assertThat(lines())
                .singleElement()
                .asString()
                .contains("3 messages were not accepted", "on the topic 'orders.dlq'")
                .contains("Not authorized to access topics: [orders.dlq] (TopicAuthorizationException)");
    }

    @Test
    void theLogQuotesNoOtherMessageBecauseItMayHoldRecordContent() {
        retry.failed(1, new DuplicateKeyException("Key (email)=(ann@example.com) already exists"));

        assertThat(lines())
                .singleElement()
                .asString()
                .contains("DuplicateKeyException")
                .doesNotContain("ann@example.com");
    }

    private List<String> lines() {
        return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }
}
