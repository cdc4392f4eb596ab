package io.recordsync.worker.delivery;

import static io.recordsync.worker.Bench.HUBSPOT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.recordsync.connectors.CallScope;
import io.recordsync.connectors.Connector;
import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.ErrorKind;
import io.recordsync.connectors.Outcome;
import io.recordsync.connectors.Quota.Window;
import io.recordsync.connectors.Write;
import io.recordsync.simulator.faults.Fault;
import io.recordsync.simulator.http.ApiReply;
import io.recordsync.simulator.quota.AccountPlan;
import io.recordsync.store.Change.Operation;
import io.recordsync.store.DeliveryState;
import io.recordsync.worker.Bench;
import io.recordsync.worker.WorkerProcess;
import io.recordsync.workflows.DeliverAllRequest;
import io.recordsync.workflows.DeliverAllResult;
import io.recordsync.workflows.FailureTypes;
import io.recordsync.workflows.HandedOver;
import io.temporal.failure.ApplicationFailure;
import java.sql.Connection;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ChunkTest {

    @RegisterExtension
    private final Bench bench = new Bench();

    @Test
    void aChunkIsOneCallAndEachRowIsSettled() {
        List<String> ids = changed("A", 100);

        DeliverAllResult result = deliverAll(ids);

        assertThat(result.settled()).isEqualTo(100);
        assertThat(result.handedOver()).isEmpty();
        assertThat(result.waiting()).isEmpty();
        assertThat(bench.hubspot().counts().calls()).isOne();
        assertThat(ids).allSatisfy(id -> {
            assertThat(Bench.firstNameAt(bench.hubspot(), id)).isEqualTo(Bench.firstName(1));
            assertThat(bench.row(id, HUBSPOT).state()).isEqualTo(DeliveryState.DELIVERED);
            assertThat(bench.outcomes(id, HUBSPOT)).containsExactly("applied");
        });
    }

    @Test
    void aLargerChunkIsCutAsTheSystemTakesIt() {
        List<String> ids = changed("A", 250);

        assertThat(deliverAll(ids).settled()).isEqualTo(250);
        assertThat(bench.hubspot().counts().calls()).isEqualTo(3);
    }

    @Test
    void theSameChunkAgainCostsNoCall() {
        List<String> ids = changed("A", 20);
        deliverAll(ids);
        long calls = bench.hubspot().counts().calls();

        assertThat(deliverAll(ids).settled()).isEqualTo(20);
        assertThat(bench.hubspot().counts().calls()).isEqualTo(calls);
    }

    @Test
    void updatesAndDeletesGoTogether() {
        List<String> ids = changed("A", 10);
        deliverAll(ids);
        bench.delete("A3");
        bench.change("A4", "customer", 2);

        assertThat(deliverAll(ids).settled()).isEqualTo(10);
        assertThat(Bench.objects(bench.hubspot(), "A3")).isEmpty();
        assertThat(Bench.firstNameAt(bench.hubspot(), "A4")).isEqualTo(Bench.firstName(2));
    }

    @Test
    void aRefusedRowGoesOnByItselfAndTheOthersAreApplied() {
        List<String> ids = changed("A", 100);
        bench.hubspot().faults().refuse("A7");

        DeliverAllResult result = deliverAll(ids);

        assertThat(result.settled()).isEqualTo(99);
        assertThat(result.handedOver()).extracting(HandedOver::recordId).containsExactly("A7");
        assertThat(bench.row("A7", HUBSPOT).state()).isEqualTo(DeliveryState.DUE);
        assertThat(bench.row("A7", HUBSPOT).attempts()).isZero();
        bench.hubspot().faults().accept("A7");
        bench.deliver("A7", HUBSPOT);
        assertThat(Bench.firstNameAt(bench.hubspot(), "A7")).isEqualTo(Bench.firstName(1));
    }

    @Test
    void aRecordThatTheRulesRefuseGoesOnByItself() {
        List<String> ids = changed("A", 3);
        bench.accept("A1", Operation.UPDATE, Map.of("type", "customer", "email", "none"));

        DeliverAllResult result = deliverAll(ids);

        assertThat(result.settled() + result.handedOver().size()).isEqualTo(3);
    }

    @Test
    void aRowThatAnotherHoldsGoesOnByItself() {
        List<String> ids = changed("A", 5);
        bench.store()
                .deliveries()
                .claim(List.of(Bench.key("A2")), HUBSPOT, "another", Duration.ofMinutes(1), Duration.ZERO);

        DeliverAllResult result = deliverAll(ids);

        assertThat(result.settled()).isEqualTo(4);
        assertThat(result.handedOver()).containsExactly(new HandedOver("A2", HUBSPOT, "LEASED"));
        assertThat(Bench.objects(bench.hubspot(), "A2")).isEmpty();
    }

    @Test
    void anOutageKeepsTheChunkWaitingAndHandsNobodyOver() {
        List<String> ids = changed("A", 50);
        bench.hubspot().outage(true);

        DeliverAllResult first = deliverAll(ids);

        assertThat(first.settled()).isZero();
        assertThat(first.handedOver()).isEmpty();
        assertThat(first.waiting()).hasSize(50);
        deliverAll(ids);
        deliverAll(ids);
        ApplicationFailure open = catchThrowableOfType(ApplicationFailure.class, () -> deliverAll(ids));
        assertThat(open.getType()).isEqualTo(FailureTypes.WAITING);

        bench.hubspot().outage(false);
        assertThat(deliverAll(bench.newProcess(), ids).settled()).isEqualTo(50);
    }

    @Test
    void aReplyThatIsLostLeavesOneRecordEach() {
        List<String> ids = changed("A", 30);
        bench.hubspot().faults().queue(new Fault.LostReply(true));

        DeliverAllResult lost = deliverAll(ids);
        assertThat(lost.waiting()).hasSize(30);
        DeliverAllResult early = deliverAll(ids);
        assertThat(early.waiting()).hasSize(30);
        Bench.pass(early.pause());

        assertThat(deliverAll(ids).settled()).isEqualTo(30);
        assertThat(ids)
                .allSatisfy(
                        id -> assertThat(bench.hubspot().store().creates(id)).isOne());
    }

    @Test
    void aCallThatIsInterruptedBecauseTheWorkerStopsIsFreeAndMadeAgainByTheNext() throws Exception {
        List<String> ids = changed("A", 20);
        CountDownLatch asked = new CountDownLatch(1);
        bench.hubspot().beforeEach(request -> asked.countDown());
        bench.hubspot().faults().queue(new Fault.Hang(Duration.ofSeconds(5)));
        try (ExecutorService worker = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> delivery = worker.submit(() -> deliverAll(ids));
            assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
            worker.shutdownNow();

            assertThatThrownBy(delivery::get).hasMessageContaining("this worker stops");
        }
        WorkerProcess next = bench.newProcess();
        DeliverAllResult early = deliverAll(next, ids);
        assertThat(early.waiting()).hasSize(20);
        assertThat(bench.row("A1", HUBSPOT).attempts()).isZero();
        assertThat(bench.row("A1", HUBSPOT).inDoubt()).isTrue();
        Bench.pass(early.pause());

        assertThat(deliverAll(next, ids).settled()).isEqualTo(20);
    }

    @Test
    void aLimitIsNobodysFault() {
        List<String> ids = changed("A", 10);
        bench.hubspot().plan(new AccountPlan(250_000, 0, 5));

        DeliverAllResult limited = deliverAll(ids);

        assertThat(limited.waiting()).hasSize(10);
        assertThat(limited.handedOver()).isEmpty();
        assertThat(bench.row("A1", HUBSPOT).attempts()).isZero();
    }

    @Test
    void aChunkThatIsRefusedAsAWholeIsHalvedUntilTheCulpritIsAlone() {
        List<String> ids = changed("A", 8);
        ApiReply refusal = ApiReply.json(400, Map.of("status", "error", "category", "VALIDATION_ERROR"));
        bench.hubspot().faults().queue(new Fault.Scripted(refusal), new Fault.Scripted(refusal));

        DeliverAllResult result = deliverAll(ids);

        assertThat(result.settled()).isEqualTo(8);
    }

    @Test
    void aChunkWhoseRetriesAreSpentIsHandedOver() {
        List<String> ids = changed("A", 4);
        DeliverAllResult result = deliverAll(List.of());
        for (int i = 0; i < 6; i++) {
            locked();
            result = deliverAll(ids);
        }

        assertThat(result.waiting()).isEmpty();
        assertThat(result.handedOver()).hasSize(4);
    }

    @Test
    void aChunkThatWaitsForAPermitWhenItsWorkerStopsIsGivenBackWithoutDoubt() throws Exception {
        List<String> ids = changed("A", 5);
        CountDownLatch waits = new CountDownLatch(2);
        WorkerProcess stopping = bench.newProcess(bench.options().withPermits(permits -> (quota, cost, deadline) -> {
            waits.countDown();
            return Bench.atHubSpot(new Window(1, Duration.ofSeconds(3)))
                    .apply(permits)
                    .acquire(quota, cost, deadline);
        }));
        deliverAll(stopping, changed("B", 1));
        try (ExecutorService worker = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<DeliverAllResult> delivery = worker.submit(() -> deliverAll(stopping, ids));
            assertThat(waits.await(10, TimeUnit.SECONDS)).isTrue();
            worker.shutdownNow();

            assertThat(delivery.get().waiting()).hasSize(5);
        }

        assertThat(bench.row("A1", HUBSPOT).inDoubt()).isFalse();
        assertThat(deliverAll(ids).settled()).isEqualTo(5);
    }

    @Test
    void aChunkThatAsksForAPermitWhenItsWorkerStopsIsGivenBackWithoutDoubt() throws Exception {
        List<String> ids = changed("A", 5);
        WorkerProcess stopping =
                bench.newProcess(bench.options().withPermits(Bench.atHubSpot(new Window(100, Duration.ofSeconds(10)))));
        deliverAll(stopping, changed("B", 1));
        try (ExecutorService worker = Executors.newVirtualThreadPerTaskExecutor();
                Connection held = bench.database().lock("permit_window")) {
            Future<DeliverAllResult> delivery = worker.submit(() -> deliverAll(stopping, ids));
            await().atMost(10, TimeUnit.SECONDS).until(bench.database()::isWaitedFor);
            worker.shutdownNow();

            assertThat(delivery.get().waiting()).hasSize(5);
        }

        assertThat(bench.row("A1", HUBSPOT).inDoubt()).isFalse();
        assertThat(deliverAll(ids).settled()).isEqualTo(5);
    }

    /** As the first of the line it would else be each probe, and the circuit never close. */
    @Test
    void aRowThatTheSystemCannotBearHoldsUpNoOther() {
        WorkerProcess worker = bench.newProcess(bench.options()
                .withConnectors(real -> real.system().equals(HUBSPOT) ? new CannotBear(real, "A0") : real));
        List<String> due = changed("A", 20);
        Set<String> handedOver = new HashSet<>();
        for (int round = 0; round < 100 && !due.isEmpty(); round++) {
            try {
                DeliverAllResult result = deliverAll(worker, due);
                due = result.waiting();
                result.handedOver().forEach(one -> handedOver.add(one.recordId()));
                Bench.pass(result.pause());
            } catch (ApplicationFailure open) {
                Bench.pass(Objects.requireNonNull(open.getNextRetryDelay()));
            }
        }

        assertThat(due).isEmpty();
        assertThat(handedOver).contains("A0");
        assertThat(changed("B", 1))
                .allSatisfy(id ->
                        assertThat(deliverAll(worker, List.of(id)).settled()).isOne());
    }

    /** Answers 503 to whatever has this record in it. */
    private static final class CannotBear extends DelegatingConnector {

        private final String recordId;

        private CannotBear(Connector real, String recordId) {
            super(real);
            this.recordId = recordId;
        }

        @Override
        public List<Outcome> writeAll(List<Write> writes, CallScope scope) {
            if (writes.stream().anyMatch(write -> write.recordId().equals(recordId))) {
                throw new ConnectorException(ErrorKind.UNAVAILABLE, "HTTP_503", "no answer", false, null, null);
            }
            return super.writeAll(writes, scope);
        }
    }

    @Test
    void aRowThatWasParkedMeanwhileGoesOnByItself() {
        List<String> ids = changed("A", 3);
        bench.hubspot().faults().refuse("A1");
        assertThatThrownBy(() -> bench.deliver("A1", HUBSPOT)).hasMessageContaining("VALIDATION");
        bench.hubspot().faults().accept("A1");
        bench.change("A1", "customer", 2);

        DeliverAllResult result = deliverAll(ids);

        assertThat(result.handedOver()).containsExactly(new HandedOver("A1", HUBSPOT, "PARKED"));
        assertThat(result.settled()).isEqualTo(2);
    }

    @Test
    void oneRowWhoseRetriesAreSpentGoesOnByItselfAndTheOthersWait() {
        List<String> ids = changed("A", 4);
        for (int i = 0; i < 6; i++) {
            locked();
            deliverAll(List.of("A2"));
        }
        locked();

        DeliverAllResult result = deliverAll(ids);

        assertThat(result.handedOver()).extracting(HandedOver::recordId).containsExactly("A2");
        assertThat(result.waiting()).containsExactlyInAnyOrder("A0", "A1", "A3");
    }

    @Test
    void aDeleteThatIsClaimedAgainStaysDeleted() {
        List<String> ids = changed("A", 2);
        deliverAll(ids);
        bench.delete("A1");
        deliverAll(ids);

        assertThat(deliverAll(ids).settled()).isEqualTo(2);
        assertThat(bench.row("A1", HUBSPOT).state()).isEqualTo(DeliveryState.DELETED);
    }

    private void locked() {
        bench.hubspot()
                .faults()
                .queue(new Fault.Scripted(ApiReply.json(423, Map.of("status", "error", "message", "locked"))));
    }

    private List<String> changed(String prefix, int count) {
        List<String> ids = IntStream.range(0, count).mapToObj(i -> prefix + i).toList();
        ids.forEach(id -> bench.change(id, "customer", 1));
        return ids;
    }

    private DeliverAllResult deliverAll(List<String> ids) {
        return deliverAll(bench.process(), ids);
    }

    private static DeliverAllResult deliverAll(WorkerProcess by, List<String> ids) {
        return by.chunks().deliverAll(new DeliverAllRequest("default", "contact", ids, HUBSPOT, "run/hubspot"));
    }
}
