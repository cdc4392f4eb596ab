package io.recordsync.starter.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.recordsync.settings.ErrorIds;
import io.recordsync.settings.Meters;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PeriodicTaskTest {

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final AtomicInteger begun = new AtomicInteger();

    @Test
    void aRoundThatEndsInAnErrorIsFollowedByAnother() {
        PeriodicTask rounds = rounds(() -> {
            if (begun.incrementAndGet() == 1) {
                throw new NoClassDefFoundError("told to fail once");
            }
        });
        rounds.start();
        try {
            await().atMost(Duration.ofMinutes(1)).until(() -> begun.get() > 2);
        } finally {
            rounds.stop();
        }
        assertThat(meters.get(Meters.LAST_SUCCESS.key())
                        .tag("task", "Testing")
                        .gauge()
                        .value())
                .isPositive();
    }

    @Test
    void roundsThatFailLeaveNoSuccess() {
        PeriodicTask rounds = rounds(() -> {
            begun.incrementAndGet();
            throw new IllegalStateException("told to fail");
        });
        rounds.start();
        try {
            await().atMost(Duration.ofMinutes(1)).until(() -> begun.get() > 2);
        } finally {
            rounds.stop();
        }
        assertThat(meters.find(Meters.LAST_SUCCESS.key()).gauge()).isNull();
    }

    private PeriodicTask rounds(Runnable round) {
        return new PeriodicTask(
                "Testing", round, Duration.ofMillis(1), new ErrorIds(new Random(1)), new BridgeMetrics(meters));
    }
}
