package io.recordsync.worker.delivery.permit;

import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.recordsync.connectors.CallDeferredException;
import io.recordsync.connectors.Deadline;
import io.recordsync.connectors.Quota;
import io.recordsync.connectors.Quota.Window;
import io.recordsync.worker.WorkerFixture;
import java.sql.Connection;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Many callers that want a permit at once, while the database is slow. */
class PermitQueueTest {

    private static final int CALLERS = 30;
    private static final Quota WITHOUT_WINDOWS = new Quota("day", List.of(), OptionalLong.of(1000));
    private static final Quota WITH_WINDOW =
            new Quota("window", List.of(new Window(1000, Duration.ofSeconds(10))), OptionalLong.empty());

    @RegisterExtension
    private final WorkerFixture fixture = new WorkerFixture();

    /** A chunk that leaves the queue gives back up to a thousand claims, which the database has to write again. */
    @Test
    void callersOfAnAccountWithoutWindowsStayInTheQueueWhenOthersLeaveIt() throws Exception {
        AccountPermits permits = new AccountPermits(fixture.store().permits(), 0, InstantSource.system());
        Callers patient = new Callers(permits, WITHOUT_WINDOWS);
        Callers others = new Callers(permits, WITH_WINDOW);

        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Connection held = fixture.database().lock("call_count");
            try (held) {
                patient.begin(threads);
                await().atMost(1, MINUTES).until(() -> patient.begun.get() == CALLERS);
                others.begin(threads);
                await().atMost(1, MINUTES).until(() -> others.deferred.get() > 0);

                assertThat(patient.deferred).hasValue(0);
            }
        }

        assertThat(patient.granted).hasValue(CALLERS);
    }

    private record Callers(
            AccountPermits permits, Quota quota, AtomicInteger begun, AtomicInteger granted, AtomicInteger deferred) {

        Callers(AccountPermits permits, Quota quota) {
            this(permits, quota, new AtomicInteger(), new AtomicInteger(), new AtomicInteger());
        }

        void begin(ExecutorService threads) {
            for (int i = 0; i < CALLERS; i++) {
                threads.submit(this::acquire);
            }
        }

        private void acquire() {
            begun.incrementAndGet();
            try {
                permits.acquire(quota, 1, Deadline.in(Duration.ofMinutes(1)));
                granted.incrementAndGet();
            } catch (CallDeferredException none) {
                deferred.incrementAndGet();
            }
        }
    }
}
