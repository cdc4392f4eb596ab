package io.recordsync.worker.delivery;

import static io.recordsync.worker.WorkerFixture.HUBSPOT;
import static io.recordsync.worker.WorkerFixture.SALESFORCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

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
import io.recordsync.store.delivery.Claim;
import io.recordsync.store.delivery.Deliveries.Release;
import io.recordsync.store.delivery.DeliveryState;
import io.recordsync.store.ledger.Change.Operation;
import io.recordsync.worker.WorkerFixture;
import io.recordsync.worker.WorkerProcess;
import io.recordsync.workflows.DeliverAllRequest;
import io.recordsync.workflows.DeliverAllResult;
import io.recordsync.workflows.FailureTypes;
import io.recordsync.workflows.HandedOver;
import io.recordsync.workflows.LeaseOwners;
import io.temporal.failure.ApplicationFailure;
import java.sql.Connection;
import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ChunkTest {

    @RegisterExtension
    private final WorkerFixture fixture = new WorkerFixture();

    @Test
    void aChunkIsOneCallAndEachRowIsSettled() {
        List<String> ids = changed("A", 100);

        DeliverAllResult result = deliverAll(ids);

        assertThat(result.settled()).isEqualTo(100);
        assertThat(result.handedOver()).isEmpty();
        assertThat(result.waiting()).isEmpty();
        assertThat(fixture.hubspot().counts().calls()).isOne();
        assertThat(ids).allSatisfy(id -> {
            assertThat(WorkerFixture.firstNameAt(fixture.hubspot(), id)).isEqualTo(WorkerFixture.firstName(1));
            assertThat(fixture.row(id, HUBSPOT).state()).isEqualTo(DeliveryState.DELIVERED);
            assertThat(fixture.outcomes(id, HUBSPOT)).containsExactly("applied");
        });
    }

    @Test
    void aLargerChunkIsCutAsTheSystemTakesIt() {
        List<String> ids = changed("A", 250);

        assertThat(deliverAll(ids).settled()).isEqualTo(250);
        assertThat(fixture.hubspot().counts().calls()).isEqualTo(3);
    }

    @Test
    void theSameChunkAgainCostsNoCall() {
        List<String> ids = changed("A", 20);
        deliverAll(ids);
        long calls = fixture.hubspot().counts().calls();

        assertThat(deliverAll(ids).settled()).isEqualTo(20);
        assertThat(fixture.hubspot().counts().calls()).isEqualTo(calls);
    }

    @Test
    void updatesAndDeletesGoTogether() {
        List<String> ids = changed("A", 10);
        deliverAll(ids);
        fixture.delete("A3");
        fixture.change("A4", "customer", 2);

        assertThat(deliverAll(ids).settled()).isEqualTo(10);
        assertThat(WorkerFixture.objects(fixture.hubspot(), "A3")).isEmpty();
        assertThat(WorkerFixture.firstNameAt(fixture.hubspot(), "A4")).isEqualTo(WorkerFixture.firstName(2));
    }

    @Test
    void aRefusedRowGoesOnByItselfAndTheOthersAreApplied() {
        List<String> ids = changed("A", 100);
        fixture.hubspot().faults().refuse("A7");

        DeliverAllResult result = deliverAll(ids);

        assertThat(result.settled()).isEqualTo(99);
        assertThat(result.handedOver()).extracting(HandedOver::recordId).containsExactly("A7");
        assertThat(fixture.row("A7", HUBSPOT).state()).isEqualTo(DeliveryState.DUE);
        assertThat(fixture.row("A7", HUBSPOT).attempts()).isZero();
        fixture.hubspot().faults().accept("A7");
        fixture.deliver("A7", HUBSPOT);
        assertThat(WorkerFixture.firstNameAt(fixture.hubspot(), "A7")).isEqualTo(WorkerFixture.firstName(1));
    }

    @Test
    void aRecordThatTheRulesRefuseGoesOnByItself() {
        List<String> ids = List.of("L0", "L1", "L2");
        ids.forEach(id -> fixture.change(id, "lead", 1));
        fixture.accept("L1", Operation.UPDATE, Map.of("type", "lead", "first_name", "Ann"));

        DeliverAllResult result = fixture.process()
                .chunks()
                .deliverAll(new DeliverAllRequest("default", "contact", ids, SALESFORCE, "run/salesforce", null));

        assertThat(result.handedOver()).containsExactly(new HandedOver("L1", SALESFORCE, "INVALID_RECORD"));
        assertThat(result.settled()).isEqualTo(2);
    }

    @Test
    void aRowThatAnotherHoldsGoesOnByItself() {
        List<String> ids = changed("A", 5);
        fixture.store()
                .deliveries()
                .claim(List.of(WorkerFixture.key("A2")), HUBSPOT, "another", Duration.ofMinutes(1), Duration.ZERO);

        DeliverAllResult result = deliverAll(ids);

        assertThat(result.settled()).isEqualTo(4);
        assertThat(result.handedOver()).containsExactly(new HandedOver("A2", HUBSPOT, "LEASED"));
        assertThat(WorkerFixture.objects(fixture.hubspot(), "A2")).isEmpty();
    }

    /** Otherwise one call that hangs would start a workflow for each record that changes during that time. */
    @Test
    void aRowThatAnotherChunkHoldsIsWaitedFor() {
        List<String> ids = changed("A", 5);
        String other = LeaseOwners.ofChunk("other", HUBSPOT);
        List<Claim> held = fixture.store()
                .deliveries()
                .claim(List.of(WorkerFixture.key("A2")), HUBSPOT, other, Duration.ofMinutes(1), Duration.ZERO);

        DeliverAllResult first = deliverAll(ids);
        assertThat(first.settled()).isEqualTo(4);
        assertThat(first.waiting()).containsExactly("A2");
        assertThat(first.handedOver()).isEmpty();

        fixture.store().deliveries().release((Claim.Granted) held.getFirst(), Release.waiting(Duration.ZERO));
        assertThat(deliverAll(first.waiting()).settled()).isOne();
    }

    @Test
    void anOutageKeepsTheChunkWaitingAndHandsNobodyOver() {
        List<String> ids = changed("A", 50);
        fixture.hubspot().outage(true);

        DeliverAllResult first = deliverAll(ids);

        assertThat(first.settled()).isZero();
        assertThat(first.handedOver()).isEmpty();
        assertThat(first.waiting()).hasSize(50);
        assertThat(failure(ids).getType()).isEqualTo(FailureTypes.WAITING);

        fixture.hubspot().outage(false);
        assertThat(deliverAll(fixture.newProcess(), ids).settled()).isEqualTo(50);
    }

    @Test
    void aReplyThatIsLostLeavesOneRecordEach() {
        List<String> ids = changed("A", 30);
        fixture.hubspot().faults().queue(new Fault.LostReply(true));

        DeliverAllResult lost = deliverAll(ids);
        assertThat(lost.waiting()).hasSize(30);
        assertThat(lost.pause()).isGreaterThanOrEqualTo(WorkerProcess.GRACE);
        assertThat(fixture.row("A1", HUBSPOT).inDoubt()).isTrue();
        WorkerFixture.pass(lost.pause());

        assertThat(deliverAll(ids).settled()).isEqualTo(30);
        assertThat(ids)
                .allSatisfy(
                        id -> assertThat(fixture.hubspot().store().creates(id)).isOne());
    }

    @Test
    void aCallThatIsInterruptedBecauseTheWorkerStopsIsFreeAndMadeAgainByTheNext() throws Exception {
        List<String> ids = changed("A", 20);
        CountDownLatch asked = new CountDownLatch(1);
        fixture.hubspot().beforeEach(request -> asked.countDown());
        fixture.hubspot().faults().queue(new Fault.Hang(Duration.ofSeconds(5)));

        Future<?> delivery = WorkerFixture.stopped(() -> deliverAll(ids), () -> asked.getCount() == 0);

        assertThatThrownBy(delivery::get).hasMessageContaining("this worker is stopping");
        WorkerProcess next = fixture.newProcess();
        DeliverAllResult early = deliverAll(next, ids);
        assertThat(early.waiting()).hasSize(20);
        assertThat(fixture.row("A1", HUBSPOT).attempts()).isZero();
        assertThat(fixture.row("A1", HUBSPOT).inDoubt()).isTrue();
        WorkerFixture.pass(early.pause());

        assertThat(deliverAll(next, ids).settled()).isEqualTo(20);
    }

    @Test
    void aLimitIsNobodysFault() {
        List<String> ids = changed("A", 10);
        fixture.hubspot().plan(new AccountPlan(250_000, 0, 5));

        DeliverAllResult limited = deliverAll(ids);

        assertThat(limited.waiting()).hasSize(10);
        assertThat(limited.handedOver()).isEmpty();
        assertThat(fixture.row("A1", HUBSPOT).attempts()).isZero();
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
        WorkerProcess stopping = fixture.newProcess(
                fixture.options().withPermits(WorkerFixture.atHubSpot(new Window(1, Duration.ofSeconds(3)), waits)));
        deliverAll(stopping, changed("B", 1));

        Future<DeliverAllResult> delivery =
                WorkerFixture.stopped(() -> deliverAll(stopping, ids), () -> waits.getCount() == 0);

        assertThat(delivery.get().waiting()).hasSize(5);
        assertThat(fixture.row("A1", HUBSPOT).inDoubt()).isFalse();
        assertThat(deliverAll(ids).settled()).isEqualTo(5);
    }

    @Test
    void aChunkThatAsksForAPermitWhenItsWorkerStopsIsGivenBackWithoutDoubt() throws Exception {
        List<String> ids = changed("A", 5);
        WorkerProcess stopping = fixture.newProcess(
                fixture.options().withPermits(WorkerFixture.atHubSpot(new Window(100, Duration.ofSeconds(10)))));
        deliverAll(stopping, changed("B", 1));
        Connection held = fixture.database().lock("permit_window");
        try (held) {
            Future<DeliverAllResult> delivery =
                    WorkerFixture.stopped(() -> deliverAll(stopping, ids), fixture.database()::isWaitedFor);

            assertThat(delivery.get().waiting()).hasSize(5);
        }

        assertThat(fixture.row("A1", HUBSPOT).inDoubt()).isFalse();
        assertThat(deliverAll(ids).settled()).isEqualTo(5);
    }

    /** Otherwise the first record in the queue would be sent in each probe, and the circuit would never close. */
    @Test
    void aRowThatTheSystemCannotBearHoldsUpNoOther() {
        WorkerProcess worker = fixture.newProcess(fixture.options()
                .withConnectors(real -> real.system().equals(HUBSPOT) ? new CannotBear(real, "A0") : real));

        assertThat(handedOverUntilNothingWaits(changed("A", 20), due -> deliverAll(worker, due)))
                .contains("A0");
        assertThat(changed("B", 1))
                .allSatisfy(id ->
                        assertThat(deliverAll(worker, List.of(id)).settled()).isOne());
    }

    /** Other records are delivered successfully in between. Otherwise the failures would count as an outage. */
    @Test
    void twoRowsThatTheSystemCannotBearAreHandedOverWhenTheirRetriesAreSpent() {
        WorkerProcess worker = answering(
                write -> List.of("A0", "A1").contains(write.recordId()),
                new ConnectorException(ErrorKind.UNAVAILABLE, "HTTP_500", "no answer", false, null, null));

        List<String> others = changed("B", 100);
        Iterator<String> next = others.iterator();

        Set<String> handedOver = handedOverUntilNothingWaits(
                changed("A", 5),
                due -> deliverAll(
                        worker,
                        Stream.concat(due.stream(), Stream.of(next.next())).toList()));

        assertThat(handedOver).containsExactlyInAnyOrder("A0", "A1");
        assertThat(fixture.row("A0", HUBSPOT).error().orElseThrow().code()).isEqualTo("HTTP_500");
    }

    @Test
    void anOutageThatIsToldRowByRowOpensTheCircuit() {
        WorkerProcess worker = answering(
                write -> true,
                new ConnectorException(ErrorKind.UNAVAILABLE, "HTTP_503", "no answer", false, null, null));
        List<String> ids = changed("A", 5);

        assertThat(deliverAll(worker, ids).waiting()).hasSize(5);
        assertThat(failure(worker, ids).getOriginalMessage()).contains("circuit");
        assertThat(fixture.store().circuits().open()).hasSize(1);
        assertThat(fixture.row("A1", HUBSPOT).error()).isPresent();
    }

    @Test
    void aRefusedAccountThatIsToldRowByRowIsNoticed() {
        WorkerProcess worker = answering(
                write -> !write.recordId().equals("A0"),
                new ConnectorException(ErrorKind.ACCOUNT_REFUSED, "STORAGE", "no room", false, null, null));

        DeliverAllResult result = deliverAll(worker, changed("A", 5));

        assertThat(result.settled()).isOne();
        assertThat(result.waiting()).hasSize(4);
        assertThat(result.handedOver()).isEmpty();
        assertThat(fixture.store().circuits().open()).hasSize(1);
        assertThat(fixture.row("A1", HUBSPOT).error().orElseThrow().code()).isEqualTo("STORAGE");
        assertThat(fixture.row("A1", HUBSPOT).attempts()).isZero();
    }

    /** A worker whose HubSpot refuses these rows and writes all others. */
    private WorkerProcess answering(Predicate<Write> refused, ConnectorException reason) {
        return fixture.newProcess(fixture.options()
                .withConnectors(real -> real.system().equals(HUBSPOT) ? new RefusesRows(real, refused, reason) : real));
    }

    private static final class RefusesRows extends DelegatingConnector {

        private final Predicate<Write> refused;
        private final ConnectorException reason;

        private RefusesRows(Connector real, Predicate<Write> refused, ConnectorException reason) {
            super(real);
            this.refused = refused;
            this.reason = reason;
        }

        @Override
        public List<Outcome> writeAll(List<Write> writes, CallScope scope) {
            List<Write> served = writes.stream().filter(refused.negate()).toList();
            Iterator<Outcome> answers = served.isEmpty()
                    ? Collections.emptyIterator()
                    : super.writeAll(served, scope).iterator();
            return writes.stream()
                    .map(write -> refused.test(write) ? new Outcome.Refused(reason) : answers.next())
                    .toList();
        }
    }

    private Set<String> handedOverUntilNothingWaits(
            List<String> ids, Function<List<String>, DeliverAllResult> attempt) {
        List<String> due = ids;
        Set<String> handedOver = new HashSet<>();
        for (int round = 0; round < 100 && !due.isEmpty(); round++) {
            try {
                DeliverAllResult result = attempt.apply(due);
                due = result.waiting();
                result.handedOver().forEach(one -> handedOver.add(one.recordId()));
                WorkerFixture.pass(result.pause());
            } catch (ApplicationFailure open) {
                WorkerFixture.pass(Objects.requireNonNull(open.getNextRetryDelay()));
            }
        }
        assertThat(due).isEmpty();
        return handedOver;
    }

    /** Answers 503 to each batch that contains this record. */
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
        fixture.hubspot().faults().refuse("A1");
        assertThatThrownBy(() -> fixture.deliver("A1", HUBSPOT)).hasMessageContaining("VALIDATION");
        fixture.hubspot().faults().accept("A1");
        fixture.change("A1", "customer", 2);

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
        fixture.delete("A1");
        deliverAll(ids);

        assertThat(deliverAll(ids).settled()).isEqualTo(2);
        assertThat(fixture.row("A1", HUBSPOT).state()).isEqualTo(DeliveryState.DELETED);
    }

    private ApplicationFailure failure(List<String> ids) {
        return failure(fixture.process(), ids);
    }

    /** Repeats the call, because the circuit may be half open. Each failing call opens it again. */
    private static ApplicationFailure failure(WorkerProcess by, List<String> ids) {
        return Stream.generate(() -> catchThrowableOfType(ApplicationFailure.class, () -> deliverAll(by, ids)))
                .limit(10)
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow();
    }

    private void locked() {
        fixture.hubspot()
                .faults()
                .queue(new Fault.Scripted(ApiReply.json(423, Map.of("status", "error", "message", "locked"))));
    }

    private List<String> changed(String prefix, int count) {
        List<String> ids = IntStream.range(0, count).mapToObj(i -> prefix + i).toList();
        ids.forEach(id -> fixture.change(id, "customer", 1));
        return ids;
    }

    private DeliverAllResult deliverAll(List<String> ids) {
        return deliverAll(fixture.process(), ids);
    }

    private static DeliverAllResult deliverAll(WorkerProcess by, List<String> ids) {
        return by.chunks().deliverAll(new DeliverAllRequest("default", "contact", ids, HUBSPOT, "run/hubspot", null));
    }
}
