package io.recordsync.worker.delivery.circuit;

import static io.recordsync.worker.WorkerFixture.HUBSPOT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.recordsync.store.process.CircuitStore;
import io.recordsync.worker.WorkerFixture;
import io.recordsync.workflows.DeliverAllRequest;
import io.recordsync.workflows.FailureTypes;
import io.recordsync.workflows.RouteRequest;
import io.temporal.failure.ApplicationFailure;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DatabaseUnavailableTest {

    private final DeliverAllRequest chunk =
            new DeliverAllRequest("default", "contact", List.of("A1"), HUBSPOT, "run/hubspot", null);
    private final AtomicBoolean awayAtPermit = new AtomicBoolean();

    @RegisterExtension
    private final WorkerFixture fixture = new WorkerFixture().permits(permits -> (quota, cost, deadline) -> {
        if (awayAtPermit.getAndSet(false)) {
            goAway();
        }
        return permits.acquire(quota, cost, deadline);
    });

    @Test
    void withoutTheLedgerNoCallIsMadeAndNothingIsCharged() {
        fixture.change("A1", "customer", 1);
        fixture.database().goAway();

        ApplicationFailure failure = fixture.fail("A1", HUBSPOT);

        assertThat(failure.getType()).isEqualTo(FailureTypes.WAITING);
        assertThat(failure.getOriginalMessage()).contains("the database is unavailable");
        goesOnWhenTheDatabaseIsBack(0);
    }

    @Test
    void withoutAPermitNoCallIsMadeAndNothingIsCharged() {
        fixture.change("A1", "customer", 1);
        awayAtPermit.set(true);

        assertThat(fixture.fail("A1", HUBSPOT).getType()).isEqualTo(FailureTypes.WAITING);
        goesOnWhenTheDatabaseIsBack(0);
    }

    @Test
    void aChunkWithoutAPermitWaitsAndNothingIsChargedNorCalledADefect() {
        fixture.change("A1", "customer", 1);
        awayAtPermit.set(true);

        assertThatThrownBy(() -> fixture.process().chunks().deliverAll(chunk))
                .isInstanceOfSatisfying(
                        ApplicationFailure.class,
                        failure -> assertThat(failure.getType()).isEqualTo(FailureTypes.WAITING));

        theChunkGoesOnWhenTheDatabaseIsBack();
    }

    @Test
    void aChunkThatCouldNotBeSettledIsSentAgainAndLeavesOneRecord() {
        fixture.change("A1", "customer", 1);
        fixture.hubspot().beforeEach(request -> goAway());

        assertThatThrownBy(() -> fixture.process().chunks().deliverAll(chunk))
                .isInstanceOfSatisfying(
                        ApplicationFailure.class,
                        failure -> assertThat(failure.getType()).isEqualTo(FailureTypes.WAITING));

        fixture.hubspot().beforeEach(request -> {});
        theChunkGoesOnWhenTheDatabaseIsBack();
        assertThat(fixture.hubspot().store().creates("A1")).isOne();
    }

    @Test
    void aWriteThatCouldNotBeSettledIsMadeAgainAndLeavesOneRecord() {
        fixture.change("A1", "customer", 1);
        fixture.hubspot().beforeEach(request -> goAway());

        assertThat(fixture.fail("A1", HUBSPOT).getType()).isEqualTo(FailureTypes.WAITING);

        fixture.hubspot().beforeEach(request -> {});
        goesOnWhenTheDatabaseIsBack(1);
    }

    @Test
    void routingWaitsAndSaysNothingOfTheDatabasesOwnMessage() {
        fixture.change("A1", "customer", 1);
        fixture.database().goAway();

        assertThatThrownBy(() -> fixture.process().routing().route(new RouteRequest("default", "contact", "A1", null)))
                .isInstanceOfSatisfying(
                        ApplicationFailure.class,
                        failure -> assertThat(failure.getType()).isEqualTo(FailureTypes.WAITING))
                .hasMessageContaining("the database is unavailable");
        fixture.database().comeBack();
    }

    @Test
    void anOpenCircuitIsNotedAndForgottenOnceTheDatabaseIsBack() {
        AtomicBoolean shut = new AtomicBoolean(true);
        CircuitStore circuits = fixture.store().circuits();
        CircuitAlert alert =
                new CircuitAlert(circuits, fixture.process()::id, "*", HUBSPOT, "It is down.", () -> "an error id");
        fixture.database().goAway();
        alert.bringUpToDate(shut::get);
        alert.bringUpToDate(shut::get);
        assertThat(fixture.logs().linesWith("ALERT")).hasSize(1);

        fixture.database().comeBack();
        alert.bringUpToDate(shut::get);
        assertThat(circuits.open()).hasSize(1);

        fixture.database().goAway();
        shut.set(false);
        alert.bringUpToDate(shut::get);
        fixture.database().comeBack();
        alert.bringUpToDate(shut::get);

        assertThat(circuits.open()).isEmpty();
        assertThat(fixture.logs().linesWith("ALERT")).hasSize(1);
        assertThat(fixture.logs().linesWith("circuit closed")).hasSize(1);
    }

    private void goesOnWhenTheDatabaseIsBack(int callsBefore) {
        assertThat(fixture.hubspot().counts().calls()).isEqualTo(callsBefore);
        fixture.database().comeBack();
        assertThat(fixture.row("A1", HUBSPOT).attempts()).isZero();
        assertThat(fixture.settle("A1", HUBSPOT).outcome()).isEqualTo("applied");
        assertThat(fixture.hubspot().store().creates("A1")).isOne();
        assertThat(fixture.hubspot().counts().calls()).isEqualTo(callsBefore + 1);
    }

    private void theChunkGoesOnWhenTheDatabaseIsBack() {
        fixture.database().comeBack();
        WorkerFixture.pass(fixture.process().chunks().deliverAll(chunk).pause());
        assertThat(fixture.row("A1", HUBSPOT).attempts()).isZero();
        assertThat(fixture.process().chunks().deliverAll(chunk).settled()).isOne();
        assertThat(fixture.logs().linesWith("failed because of a defect of its own"))
                .isEmpty();
    }

    private void goAway() {
        fixture.database().goAway();
    }
}
