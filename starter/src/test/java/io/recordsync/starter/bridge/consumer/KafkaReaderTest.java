package io.recordsync.starter.bridge.consumer;

import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.recordsync.process.ErrorIds;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** When a reader reports that it does not read, and when it gives up. The test advances the reader's clock. */
@Timeout(60)
class KafkaReaderTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    private final AtomicLong nanos = new AtomicLong();
    private final AtomicInteger sessions = new AtomicInteger();
    private final CountDownLatch gaveUp = new CountDownLatch(1);
    private final CountDownLatch end = new CountDownLatch(1);
    private KafkaReader reader;

    @AfterEach
    void stop() throws InterruptedException {
        end.countDown();
        reader.stop();
        reader.awaitStopped(SOON, SOON);
    }

    @Test
    void aReaderWhoseSessionsHaveFailedForTenMinutesGivesUp() throws InterruptedException {
        start(() -> {
            throw new KafkaException("the broker is gone");
        });

        assertThat(gaveUp.await(1, MINUTES)).isTrue();

        assertThat(sessions).as("one session a minute").hasValue(12);
        await().atMost(SOON).until(() -> reader.problem().isPresent());
        assertThat(reader.problem()).hasValue("reader-1 is not running");
    }

    /** An administrator may grant the permission again at any time. */
    @Test
    void aReaderThatMayNotReadTriesAgainForEver() {
        start(() -> {
            throw new GroupAuthorizationException("not allowed");
        });

        await().atMost(SOON).until(() -> sessions.get() > 100);

        assertThat(gaveUp.getCount()).isOne();
        assertThat(reader.problem()).hasValue("reader-1 fails (GroupAuthorizationException), and is being restarted");
    }

    @Test
    void aReaderThatHasNotPolledForTwoMinutesSaysSo() {
        start(() -> {
            awaitEnd();
            throw new KafkaException("the test is over");
        });
        await().atMost(SOON).until(() -> sessions.get() == 1);
        assertThat(reader.problem()).as("after a minute").isEmpty();

        nanos.addAndGet(Duration.ofSeconds(61).toNanos());

        assertThat(reader.problem()).hasValue("reader-1 has not polled for 121 s");
    }

    private void awaitEnd() {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** @param session creates each session; the clock advances by one minute before each */
    private void start(Supplier<ConsumerSession> session) {
        reader = new KafkaReader(
                "reader-1",
                () -> {
                    sessions.incrementAndGet();
                    nanos.addAndGet(Duration.ofMinutes(1).toNanos());
                    return session.get();
                },
                Duration.ofMillis(1),
                gaveUp::countDown,
                new ErrorIds(new Random(1)),
                nanos::get);
        reader.start();
    }
}
