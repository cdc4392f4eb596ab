package io.recordsync.worker.delivery;

import static io.recordsync.worker.Bench.HUBSPOT;
import static io.recordsync.worker.Bench.SALESFORCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.recordsync.connectors.Quota.Window;
import io.recordsync.simulator.quota.AccountPlan;
import io.recordsync.worker.Bench;
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

/** No more calls than an account allows; what waits for one costs nothing. */
class PermitsTest {

    private static final int TIMES_FASTER = 3;
    private static final Window WINDOW = new Window(100, Duration.ofSeconds(10).dividedBy(TIMES_FASTER));
    private static final int RECORDS = 240;
    private static final int SALESFORCE_CALLS_A_DAY = 5;

    @RegisterExtension
    private final Bench bench = new Bench()
            .simulated(options -> options.withClock(faster())
                    .withPlan("salesforce", AccountPlan.salesforce(SALESFORCE_CALLS_A_DAY))
                    .withPlan("hubspot", new AccountPlan(250_000, (int) WINDOW.limit(), 5)))
            .permits(Bench.atHubSpot(WINDOW));

    @Test
    void twoProcessesTogetherNeverMeetTheWindowsEnd() throws Exception {
        Queue<String> ids = new ConcurrentLinkedQueue<>(records(RECORDS, "customer"));
        List<WorkerProcess> processes = List.of(bench.process(), bench.newProcess());

        try (ExecutorService slots = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int n = 0; n < 30; n++) {
                WorkerProcess process = processes.get(n % 2);
                slots.submit(() -> work(process, ids));
            }
        }

        assertThat(bench.hubspot().counts().overQuota()).isZero();
        assertThat(bench.hubspot().counts().calls()).isEqualTo(RECORDS);
        assertThat(bench.hubspot().counts().maxInTenSeconds()).isLessThanOrEqualTo(100);
        assertThat(attempts(HUBSPOT)).isZero();
    }

    @Test
    void theDaysBudgetIsNotExceededAndTheRestWaitsFreeOfCharge() {
        List<String> ids = records(10, "lead");

        List<String> waiting = ids.stream()
                .filter(id -> {
                    try {
                        bench.deliver(id, SALESFORCE);
                        return false;
                    } catch (ApplicationFailure failure) {
                        assertThat(failure.getType()).isEqualTo(FailureTypes.WAITING);
                        assertThat(failure.getNextRetryDelay()).isGreaterThan(Duration.ofMinutes(1));
                        return true;
                    }
                })
                .toList();

        // One of the calls was for the token.
        assertThat(waiting).hasSize(10 - SALESFORCE_CALLS_A_DAY + 1);
        assertThat(bench.salesforce().counts().overQuota()).isZero();
        assertThat(attempts(SALESFORCE)).isZero();
    }

    @Test
    void aDeliveryThatWouldWaitLongGivesItsLeaseBackForFree() {
        WorkerProcess slow =
                bench.newProcess(bench.options().withPermits(Bench.atHubSpot(new Window(1, Duration.ofSeconds(50)))));
        records(1, "customer").forEach(id -> bench.deliver(slow, id, HUBSPOT, "run/1"));
        bench.change("A1", "customer", 1);

        assertThatThrownBy(() -> bench.deliver(slow, "A1", HUBSPOT, "run/1"))
                .isInstanceOfSatisfying(ApplicationFailure.class, failure -> {
                    assertThat(failure.getType()).isEqualTo(FailureTypes.WAITING);
                    assertThat(failure.getOriginalMessage()).contains("the quota of hubspot:");
                    assertThat(failure.getNextRetryDelay()).isGreaterThan(Duration.ofSeconds(30));
                });

        assertThat(attempts(HUBSPOT)).isZero();
        assertThat(bench.deliver(bench.process(), "A1", HUBSPOT, "run/2").outcome())
                .isEqualTo("applied");
    }

    @Test
    void aWorkerThatStopsGivesBackWhatWaitsForAPermit() throws Exception {
        CountDownLatch waiting = new CountDownLatch(2);
        WorkerProcess slow = bench.newProcess(
                bench.options().withPermits(Bench.atHubSpot(new Window(1, Duration.ofSeconds(3)), waiting)));
        records(1, "customer").forEach(id -> bench.deliver(slow, id, HUBSPOT, "run/1"));
        bench.change("A1", "customer", 1);

        Future<?> delivery =
                Bench.stopped(() -> bench.deliver(slow, "A1", HUBSPOT, "run/1"), () -> waiting.getCount() == 0);

        assertThatThrownBy(delivery::get).hasMessageContaining("waits");
        assertThat(attempts(HUBSPOT)).isZero();
        assertThat(bench.row("A1", HUBSPOT).inDoubt()).isFalse();
        assertThat(bench.deliver(bench.process(), "A1", HUBSPOT, "run/2").outcome())
                .isEqualTo("applied");
    }

    /** A virtual thread's connection breaks when it is interrupted, and the answer is lost with it. */
    @Test
    void aWorkerThatStopsWhileTheDatabaseAnswersGivesBackWhatAskedForAPermit() throws Exception {
        records(1, "customer").forEach(id -> bench.deliver(id, HUBSPOT));
        bench.change("A1", "customer", 1);
        try (Connection held = bench.database().lock("permit_window")) {
            Future<?> delivery = Bench.stopped(() -> bench.deliver("A1", HUBSPOT), bench.database()::isWaitedFor);

            assertThatThrownBy(delivery::get).hasMessageContaining("waits");
        }

        assertThat(attempts(HUBSPOT)).isZero();
        assertThat(bench.row("A1", HUBSPOT).inDoubt()).isFalse();
        assertThat(bench.deliver("A1", HUBSPOT).outcome()).isEqualTo("applied");
    }

    private void work(WorkerProcess process, Queue<String> ids) {
        for (String id = ids.poll(); id != null; id = ids.poll()) {
            bench.settle(process, id, HUBSPOT, "run/1");
        }
    }

    private List<String> records(int count, String type) {
        List<String> ids = IntStream.range(0, count).mapToObj(n -> "R" + n).toList();
        ids.forEach(id -> bench.change(id, type, 1));
        return ids;
    }

    private long attempts(String system) {
        return bench.database()
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
