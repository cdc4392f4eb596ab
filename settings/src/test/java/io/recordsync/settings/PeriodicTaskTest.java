package io.recordsync.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

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

    private PeriodicTask task(Runnable work) {
        return new PeriodicTask(
                "Testing", work, Duration.ofMillis(1), new ErrorIds(new Random(1)), new LastSuccess(meters)::now);
    }
}
