package io.recordsync.worker.delivery.permit;

import static io.recordsync.worker.WorkerFixture.HUBSPOT;
import static io.recordsync.worker.WorkerFixture.SALESFORCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.recordsync.connectors.Quota.Window;
import io.recordsync.simulator.quota.AccountPlan;
import io.recordsync.worker.WorkerFixture;
import io.recordsync.worker.WorkerProcess;
import io.recordsync.workflows.FailureTypes;
import io.temporal.failure.ApplicationFailure;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An account never gets more calls than it allows, and waiting for a permit is not counted as an attempt. */
class PermitsTest {

    private static final int TIMES_FASTER = 3;
    private static final Window WINDOW = new Window(100, Duration.ofSeconds(10).dividedBy(TIMES_FASTER));
    private static final int RECORDS = 240;
    private static final int SALESFORCE_CALLS_A_DAY = 5;

    @RegisterExtension
    private final WorkerFixture fixture = new WorkerFixture()
            .simulated(options -> options.withClock(faster())
                    .withPlan("salesforce", AccountPlan.salesforce(SALESFORCE_CALLS_A_DAY))
                    .withPlan("hubspot", new AccountPlan(250_000, (int) WINDOW.limit(), 5)))
            .permits(WorkerFixture.atHubSpot(WINDOW));

    @Test
    void twoProcessesTogetherNeverMeetTheWindowsEnd() throws Exception {
        Queue<String> ids = new ConcurrentLinkedQueue<>(records(RECORDS, "customer"));
        List<WorkerProcess> processes = List.of(fixture.process(), fixture.newProcess());

        try (ExecutorService slots = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int n = 0; n < 30; n++) {
                WorkerProcess process = processes.get(n % 2);
                slots.submit(() -> work(process, ids));
            }
        }

        assertThat(fixture.hubspot().counts().overQuota()).isZero();
        assertThat(fixture.hubspot().counts().calls()).isEqualTo(RECORDS);
        assertThat(fixture.hubspot().counts().maxInTenSeconds()).isLessThanOrEqualTo(100);
        assertThat(attempts(HUBSPOT)).isZero();
    }

    @Test
    void theDaysBudgetIsNotExceededAndTheRestWaitsFreeOfCharge() {
        List<String> ids = records(10, "lead");

        List<String> waiting = ids.stream()
                .filter(id -> {
                    try {
                        fixture.deliver(id, SALESFORCE);
                        return false;
                    } catch (ApplicationFailure failure) {
                        assertThat(failure.getType()).isEqualTo(FailureTypes.WAITING);
                        assertThat(failure.getNextRetryDelay()).isGreaterThan(Duration.ofMinutes(1));
                        return true;
                    }
                })
                .toList();

        // One of the calls requested the token.
        assertThat(waiting).hasSize(10 - SALESFORCE_CALLS_A_DAY + 1);
        assertThat(fixture.salesforce().counts().overQuota()).isZero();
        assertThat(attempts(SALESFORCE)).isZero();
    }

    @Test
    void aDeliveryThatWouldWaitLongGivesItsLeaseBackForFree() {
        WorkerProcess slow = fixture.newProcess(
                fixture.options().withPermits(WorkerFixture.atHubSpot(new Window(1, Duration.ofSeconds(50)))));
        records(1, "customer").forEach(id -> fixture.deliver(slow, id, HUBSPOT, "run/1"));
        fixture.change("A1", "customer", 1);

        assertThatThrownBy(() -> fixture.deliver(slow, "A1", HUBSPOT, "run/1"))
                .isInstanceOfSatisfying(ApplicationFailure.class, failure -> {
                    assertThat(failure.getType()).isEqualTo(FailureTypes.WAITING);
                    assertThat(failure.getOriginalMessage()).contains("the quota of hubspot:");
                    assertThat(failure.getNextRetryDelay()).isGreaterThan(Duration.ofSeconds(30));
                });

        assertThat(attempts(HUBSPOT)).isZero();
        assertThat(fixture.deliver(fixture.process(), "A1", HUBSPOT, "run/2").outcome())
                .isEqualTo("applied");
    }

    @Test
    void aWorkerThatStopsGivesBackWhatWaitsForAPermit() throws Exception {
        CountDownLatch waiting = new CountDownLatch(2);
        WorkerProcess slow = fixture.newProcess(
                fixture.options().withPermits(WorkerFixture.atHubSpot(new Window(1, Duration.ofSeconds(3)), waiting)));
        records(1, "customer").forEach(id -> fixture.deliver(slow, id, HUBSPOT, "run/1"));
        fixture.change("A1", "customer", 1);

        Future<?> delivery = WorkerFixture.stopped(
                () -> fixture.deliver(slow, "A1", HUBSPOT, "run/1"), () -> waiting.getCount() == 0);

        assertThatThrownBy(delivery::get).hasMessageContaining("waits");
        assertThat(attempts(HUBSPOT)).isZero();
        assertThat(fixture.row("A1", HUBSPOT).inDoubt()).isFalse();
        assertThat(fixture.deliver(fixture.process(), "A1", HUBSPOT, "run/2").outcome())
                .isEqualTo("applied");
    }

    /** Interrupting a virtual thread breaks its database connection, so that the answer is lost. */
    @Test
    void aWorkerThatStopsWhileTheDatabaseAnswersGivesBackWhatAskedForAPermit() throws Exception {
        records(1, "customer").forEach(id -> fixture.deliver(id, HUBSPOT));
        fixture.change("A1", "customer", 1);
        Connection held = fixture.database().lock("permit_window");
        try (held) {
            Future<?> delivery =
                    WorkerFixture.stopped(() -> fixture.deliver("A1", HUBSPOT), fixture.database()::isWaitedFor);

            assertThatThrownBy(delivery::get).hasMessageContaining("waits");
        }

        assertThat(attempts(HUBSPOT)).isZero();
        assertThat(fixture.row("A1", HUBSPOT).inDoubt()).isFalse();
        assertThat(fixture.deliver("A1", HUBSPOT).outcome()).isEqualTo("applied");
    }

    private void work(WorkerProcess process, Queue<String> ids) {
        for (String id = ids.poll(); id != null; id = ids.poll()) {
            fixture.settle(process, id, HUBSPOT, "run/1");
        }
    }

    private List<String> records(int count, String type) {
        List<String> ids = IntStream.range(0, count).mapToObj(n -> "R" + n).toList();
        ids.forEach(id -> fixture.change(id, type, 1));
        return ids;
    }

    private long attempts(String system) {
        return fixture.database()
                .jdbc()
                .sql("select coalesce(sum(attempts), 0) from delivery where system = :system")
                .param("system", system)
                .query(Long.class)
                .single();
    }

    private static InstantSource faster() {
        Instant start = Instant.now();
        return () -> start.plus(Duration.between(start, Instant.now()).multipliedBy(TIMES_FASTER));
    }
}
