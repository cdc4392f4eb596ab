package io.recordsync.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class PeriodicTaskTest {

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final AtomicInteger begun = new AtomicInteger();

    @Test
    void aRunThatEndsInAnErrorIsFollowedByAnother() {
        PeriodicTask task = task(() -> {
            if (begun.incrementAndGet() == 1) {
                throw new NoClassDefFoundError("told to fail once");
            }
        });
        task.start();
        try {
            await().atMost(Duration.ofMinutes(1)).until(() -> begun.get() > 2);
        } finally {
            task.stop();
        }
        assertThat(meters.get(Meters.LAST_SUCCESS.key())
                        .tag("task", "Testing")
                        .gauge()
                        .value())
                .isPositive();
    }

    @Test
    void runsThatFailLeaveNoSuccess() {
        PeriodicTask task = task(() -> {
            begun.incrementAndGet();
            throw new IllegalStateException("told to fail");
        });
        task.start();
        try {
            await().atMost(Duration.ofMinutes(1)).until(() -> begun.get() > 2);
        } finally {
            task.stop();
        }
        assertThat(meters.find(Meters.LAST_SUCCESS.key()).gauge()).isNull();
    }

    @Test
    void aFailureThatLastsIsLoggedOnceAndItsEndOnce() {
        Logger logger = (Logger) LoggerFactory.getLogger(PeriodicTask.class);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        logger.setLevel(Level.INFO);
        logger.addAppender(log);
        try {
            PeriodicTask task = task(() -> {
                if (begun.incrementAndGet() <= 2) {
                    throw new IllegalStateException("told to fail twice");
                }
            });
            for (int run = 0; run < 4; run++) {
                task.runOnce();
            }
        } finally {
            logger.detachAppender(log);
            logger.setLevel(null);
        }
        assertThat(log.list).extracting(ILoggingEvent::getLevel).containsExactly(Level.WARN, Level.INFO);
        assertThat(log.list.getFirst().getFormattedMessage())
                .contains("Testing failed", "told to fail twice", "error id");
        assertThat(log.list.getLast().getFormattedMessage()).isEqualTo("Testing succeeds again");
    }

    private PeriodicTask task(Runnable work) {
        return new PeriodicTask(
                "Testing", work, Duration.ofMillis(1), new ErrorIds(new Random(1)), new LastSuccess(meters)::now);
    }
}
