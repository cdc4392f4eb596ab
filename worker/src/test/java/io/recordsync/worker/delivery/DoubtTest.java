package io.recordsync.worker.delivery;

import static io.recordsync.worker.WorkerFixture.HUBSPOT;
import static io.recordsync.worker.WorkerFixture.SALESFORCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.recordsync.simulator.faults.Fault;
import io.recordsync.simulator.http.ApiReply;
import io.recordsync.simulator.store.Arrival;
import io.recordsync.simulator.store.JournalEntry;
import io.recordsync.simulator.vendor.Simulator;
import io.recordsync.store.delivery.Claim;
import io.recordsync.worker.WorkerFixture;
import io.recordsync.worker.WorkerProcess;
import io.recordsync.workflows.FailureTypes;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls whose effect is not known, and deliveries that run while another delivery of the same record does. */
class DoubtTest {

    @RegisterExtension
    private final WorkerFixture fixture = new WorkerFixture();

    @ParameterizedTest
    @CsvSource({"salesforce, lead", "hubspot, customer"})
    void aReplyThatIsLostLeadsToOneRecordAndAnotherWriteAfterTheGrace(String system, String type) {
        Simulator simulator = simulator(system);
        fixture.change("A1", type, 1);
        fixture.process();
        simulator.faults().queue(faults(system, new Fault.LostReply(true)));

        ApplicationFailure lost = fixture.fail("A1", system);
        assertThat(lost.getType()).isEqualTo(FailureTypes.ATTEMPT_FAILED);
        assertThat(lost.getNextRetryDelay()).isGreaterThanOrEqualTo(WorkerProcess.GRACE);
        assertThat(fixture.row("A1", system).inDoubt()).isTrue();
        long calls = simulator.counts().calls();

        ApplicationFailure early = fixture.fail("A1", system);
        assertThat(early.getType()).isEqualTo(FailureTypes.WAITING);
        assertThat(simulator.counts().calls()).isEqualTo(calls);

        fixture.change("A1", type, 2);
        assertThat(fixture.settle("A1", system).outcome()).isEqualTo("applied");
        assertThat(simulator.store().creates("A1")).isOne();
        assertThat(WorkerFixture.firstNameAt(simulator, "A1")).isEqualTo(WorkerFixture.firstName(2));
        assertThat(fixture.row("A1", system).inDoubt()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"salesforce, lead", "hubspot, customer"})
    void aLateWriteNeverEndsUpOverANewerOne(String system, String type) {
        Simulator simulator = simulator(system);
        fixture.change("A1", type, 1);
        fixture.settle("A1", system);
        fixture.change("A1", type, 2);
        Duration late = WorkerProcess.CALL.plusMillis(50);
        simulator.faults().queue(new Fault.LateWrite(late, Duration.ofSeconds(5)));

        assertThat(fixture.fail("A1", system).getOriginalMessage()).contains("TIMEOUT");
        fixture.change("A1", type, 3);
        fixture.settle("A1", system);

        assertThat(simulator.store().journal()).anyMatch(entry -> entry.arrival() == Arrival.LATE);
        assertThat(versionsWritten(simulator, "A1")).containsExactly(1, 2, 3);
    }

    /**
     * The system may have written before it failed, so that its content may differ from the content that the ledger
     * last recorded.
     */
    @ParameterizedTest
    @ValueSource(ints = {0, 3})
    void afterAFailureOfTheSystemItselfTheContentBeforeIsSentAgainAndWithoutDelay(int retries) {
        WorkerProcess process = fixture.newProcess(fixture.options().withMaxRetries(retries));
        fixture.change("A1", "customer", 1);
        fixture.deliver(process, "A1", HUBSPOT, "run/1");
        fixture.change("A1", "customer", 2);
        fixture.hubspot()
                .faults()
                .queue(new Fault.Scripted(ApiReply.json(
                        500, Map.of("status", "error", "category", "INTERNAL_ERROR", "message", "it failed"))));
        assertThatThrownBy(() -> fixture.deliver(process, "A1", HUBSPOT, "run/1"))
                .isInstanceOf(ApplicationFailure.class);
        assertThat(fixture.row("A1", HUBSPOT).inDoubt()).isFalse();

        fixture.change("A1", "customer", 1);
        assertThat(fixture.deliver(process, "A1", HUBSPOT, "run/1").outcome()).isEqualTo("applied");
        assertThat(versionsWritten(fixture.hubspot(), "A1")).containsExactly(1, 1);
    }

    @Test
    void aDeliveryThatParksInDoubtKeepsTheDoubt() {
        WorkerProcess once = fixture.newProcess(fixture.options().withMaxRetries(0));
        fixture.change("A1", "customer", 1);
        fixture.hubspot().faults().queue(new Fault.LostReply(true));
        assertThat(catchThrowableOfType(ApplicationFailure.class, () -> fixture.deliver(once, "A1", HUBSPOT, "run/1"))
                        .getType())
                .isEqualTo(FailureTypes.PARKED);

        assertThat(fixture.fail("A1", HUBSPOT).getOriginalMessage()).contains("may still take effect");
        fixture.delete("A1");
        fixture.settle("A1", HUBSPOT);

        assertThat(WorkerFixture.objects(fixture.hubspot(), "A1")).isEmpty();
    }

    @Test
    void ofTwoOwnersOneWaitsAndTheOtherTakesItsOwnLeaseAgain() throws Exception {
        fixture.change("A1", "customer", 1);
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        fixture.hubspot().beforeEach(request -> {
            asked.countDown();
            await(answer);
        });
        try (ExecutorService other = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> first = other.submit(() -> fixture.deliver(fixture.process(), "A1", HUBSPOT, "run/1"));
            await(asked);

            assertThatThrownBy(() -> fixture.deliver(fixture.process(), "A1", HUBSPOT, "run/2"))
                    .hasMessageContaining("another delivery holds the lease");
            assertThatThrownBy(() -> fixture.deliver(fixture.process(), "A1", HUBSPOT, "run/1"))
                    .hasMessageContaining("an earlier call may still take effect");
            answer.countDown();

            assertThatThrownBy(first::get).hasMessageContaining("another delivery has claimed the record since");
        }
        assertThat(fixture.outcomes("A1", HUBSPOT)).isEmpty();

        fixture.settle("A1", HUBSPOT);
        assertThat(fixture.outcomes("A1", HUBSPOT)).containsExactly("applied");
        assertThat(fixture.hubspot().store().creates("A1")).isOne();
    }

    @Test
    void whoWasOvertakenDoesNotParkEither() throws Exception {
        fixture.change("A1", "customer", 1);
        fixture.hubspot()
                .faults()
                .queue(new Fault.Scripted(ApiReply.json(
                        400, Map.of("status", "error", "category", "VALIDATION_ERROR", "message", "no"))));
        fixture.hubspot().beforeEach(request -> overtake("A1"));

        ApplicationFailure failure = fixture.fail("A1", HUBSPOT);

        assertThat(failure.getType()).isEqualTo(FailureTypes.WAITING);
        assertThat(fixture.outcomes("A1", HUBSPOT)).isEmpty();
    }

    @Test
    void aCallThatIsInterruptedBecauseTheWorkerStopsIsFreeAndInDoubt() throws Exception {
        fixture.change("A1", "customer", 1);
        CountDownLatch asked = new CountDownLatch(1);
        fixture.hubspot().beforeEach(request -> asked.countDown());
        fixture.hubspot().faults().queue(new Fault.Hang(Duration.ofSeconds(5)));
        try (ExecutorService worker = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> delivery = worker.submit(() -> fixture.deliver("A1", HUBSPOT));
            await(asked);
            worker.shutdownNow();

            assertThatThrownBy(delivery::get).hasMessageContaining("this worker is stopping");
        }
        assertThat(fixture.row("A1", HUBSPOT).attempts()).isZero();
        assertThat(fixture.row("A1", HUBSPOT).inDoubt()).isTrue();
    }

    /** Claims the delivery again, as a retry does while the earlier attempt still runs. */
    private void overtake(String id) {
        List<Claim> claims = fixture.store()
                .deliveries()
                .claim(List.of(WorkerFixture.key(id)), HUBSPOT, "run/1", Duration.ofMinutes(1), Duration.ZERO);
        assertThat(claims).singleElement().isInstanceOf(Claim.Granted.class);
    }

    private Simulator simulator(String system) {
        return system.equals(SALESFORCE) ? fixture.salesforce() : fixture.hubspot();
    }

    /** The first call to Salesforce requests a token, so that the fault must hit the second one. */
    private static Fault[] faults(String system, Fault fault) {
        return system.equals(SALESFORCE) ? new Fault[] {new Fault.None(), fault} : new Fault[] {fault};
    }

    private static List<Integer> versionsWritten(Simulator simulator, String id) {
        String field = simulator.name().equals(SALESFORCE) ? "FirstName" : "firstname";
        return simulator.store().journal().stream()
                .filter(JournalEntry::isWrite)
                .filter(entry -> entry.externalId().equals(id))
                .map(entry -> Integer.parseInt(entry.content().get(field).substring(WorkerFixture.NAME.length())))
                .toList();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(1, TimeUnit.MINUTES)).isTrue();
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }
}
