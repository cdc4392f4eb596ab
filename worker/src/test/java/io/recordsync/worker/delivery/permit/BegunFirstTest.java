package io.recordsync.worker.delivery.permit;

import static org.assertj.core.api.Assertions.assertThat;

import io.recordsync.connectors.CallDeferredException;
import io.recordsync.connectors.Deadline;
import io.recordsync.connectors.Permits;
import io.recordsync.connectors.Quota;
import io.recordsync.connectors.Quota.Window;
import io.recordsync.worker.WorkerFixture;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Many deliveries that each need two calls, a lookup and a write, start at the same time, and the account allows only a
 * few calls.
 */
class BegunFirstTest {

    private static final int DELIVERIES = 30;
    private static final Quota QUOTA =
            new Quota("test", List.of(new Window(20, Duration.ofSeconds(1))), OptionalLong.empty());

    @RegisterExtension
    private final WorkerFixture fixture = new WorkerFixture();

    private final AtomicInteger taken = new AtomicInteger();

    @Test
    void whoHasBegunEndsBeforeOthersBegin() {
        AccountPermits permits = new AccountPermits(fixture.store().permits(), 0, InstantSource.system());

        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < DELIVERIES; i++) {
                threads.submit(() -> deliver(permits));
            }
        }

        assertThat(taken).hasValueBetween(2 * DELIVERIES, 2 * DELIVERIES + DELIVERIES / 5);
    }

    /** Gives up soon, as a delivery does when its time has run out, and starts again. */
    private void deliver(AccountPermits permits) {
        while (!isDelivered(permits.ofOneDelivery())) {
            Thread.onSpinWait();
        }
    }

    private boolean isDelivered(Permits permits) {
        try {
            for (int call = 0; call < 2; call++) {
                permits.acquire(QUOTA, 1, Deadline.in(Duration.ofMillis(400)));
                taken.incrementAndGet();
            }
            return true;
        } catch (CallDeferredException none) {
            return false;
        }
    }
}
