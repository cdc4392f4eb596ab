package io.recordsync.worker.delivery;

import static io.recordsync.worker.Bench.HUBSPOT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.recordsync.store.CircuitStore;
import io.recordsync.worker.Bench;
import io.recordsync.workflows.DeliverAllRequest;
import io.recordsync.workflows.FailureTypes;
import io.recordsync.workflows.RouteRequest;
import io.temporal.failure.ApplicationFailure;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DatabaseAwayTest {

    private final DeliverAllRequest chunk =
            new DeliverAllRequest("default", "contact", List.of("A1"), HUBSPOT, "run/hubspot", null);
    private final AtomicBoolean awayAtPermit = new AtomicBoolean();

    @RegisterExtension
    private final Bench bench = new Bench().permits(permits -> (quota, cost, deadline) -> {
        if (awayAtPermit.getAndSet(false)) {
            goAway();
        }
        return permits.acquire(quota, cost, deadline);
    });

    @Test
    void withoutTheLedgerNoCallIsMadeAndNothingIsCharged() {
        bench.change("A1", "customer", 1);
        bench.database().goAway();

        ApplicationFailure failure = bench.fail("A1", HUBSPOT);

        assertThat(failure.getType()).isEqualTo(FailureTypes.WAITING);
        assertThat(failure.getOriginalMessage()).contains("the database is away");
        goesOnWhenTheDatabaseIsBack(0);
    }

    @Test
    void withoutAPermitNoCallIsMadeAndNothingIsCharged() {
        bench.change("A1", "customer", 1);
        awayAtPermit.set(true);

        assertThat(bench.fail("A1", HUBSPOT).getType()).isEqualTo(FailureTypes.WAITING);
        goesOnWhenTheDatabaseIsBack(0);
    }

    @Test
    void aChunkWithoutAPermitWaitsAndNothingIsChargedNorCalledADefect() {
        bench.change("A1", "customer", 1);
        awayAtPermit.set(true);

        assertThatThrownBy(() -> bench.process().chunks().deliverAll(chunk))
                .isInstanceOfSatisfying(
                        ApplicationFailure.class,
                        failure -> assertThat(failure.getType()).isEqualTo(FailureTypes.WAITING));

        theChunkGoesOnWhenTheDatabaseIsBack();
    }

    @Test
    void aChunkThatCouldNotBeSettledIsSentAgainAndLeavesOneRecord() {
        bench.change("A1", "customer", 1);
        bench.hubspot().beforeEach(request -> goAway());

        assertThatThrownBy(() -> bench.process().chunks().deliverAll(chunk))
                .isInstanceOfSatisfying(
                        ApplicationFailure.class,
                        failure -> assertThat(failure.getType()).isEqualTo(FailureTypes.WAITING));

        bench.hubspot().beforeEach(request -> {});
        theChunkGoesOnWhenTheDatabaseIsBack();
        assertThat(bench.hubspot().store().creates("A1")).isOne();
    }

    @Test
    void aWriteThatCouldNotBeSettledIsMadeAgainAndLeavesOneRecord() {
        bench.change("A1", "customer", 1);
        bench.hubspot().beforeEach(request -> goAway());

        assertThat(bench.fail("A1", HUBSPOT).getType()).isEqualTo(FailureTypes.WAITING);

        bench.hubspot().beforeEach(request -> {});
        goesOnWhenTheDatabaseIsBack(1);
    }

    @Test
    void routingWaitsAndSaysNothingOfTheDatabasesOwnMessage() {
        bench.change("A1", "customer", 1);
        bench.database().goAway();

        assertThatThrownBy(() -> bench.process().routing().route(new RouteRequest("default", "contact", "A1", null)))
                .isInstanceOfSatisfying(
                        ApplicationFailure.class,
                        failure -> assertThat(failure.getType()).isEqualTo(FailureTypes.WAITING))
                .hasMessageContaining("the database is away");
        bench.database().comeBack();
    }

    @Test
    void anOpenCircuitIsNotedAndForgottenOnceTheDatabaseIsBack() {
        AtomicBoolean shut = new AtomicBoolean(true);
        CircuitStore circuits = bench.store().circuits();
        Announcement announcement =
                new Announcement(circuits, bench.process()::id, "*", HUBSPOT, "It is down.", () -> "an error id");
        bench.database().goAway();
        announcement.bringUpToDate(shut::get);
        announcement.bringUpToDate(shut::get);
        assertThat(bench.logs().linesWith("ALERT")).hasSize(1);

        bench.database().comeBack();
        announcement.bringUpToDate(shut::get);
        assertThat(circuits.open()).hasSize(1);

        bench.database().goAway();
        shut.set(false);
        announcement.bringUpToDate(shut::get);
        bench.database().comeBack();
        announcement.bringUpToDate(shut::get);

        assertThat(circuits.open()).isEmpty();
        assertThat(bench.logs().linesWith("ALERT")).hasSize(1);
        assertThat(bench.logs().linesWith("circuit closed")).hasSize(1);
    }

    private void goesOnWhenTheDatabaseIsBack(int callsBefore) {
        assertThat(bench.hubspot().counts().calls()).isEqualTo(callsBefore);
        bench.database().comeBack();
        assertThat(bench.row("A1", HUBSPOT).attempts()).isZero();
        assertThat(bench.settle("A1", HUBSPOT).outcome()).isEqualTo("applied");
        assertThat(bench.hubspot().store().creates("A1")).isOne();
        assertThat(bench.hubspot().counts().calls()).isEqualTo(callsBefore + 1);
    }

    private void theChunkGoesOnWhenTheDatabaseIsBack() {
        bench.database().comeBack();
        Bench.pass(bench.process().chunks().deliverAll(chunk).pause());
        assertThat(bench.row("A1", HUBSPOT).attempts()).isZero();
        assertThat(bench.process().chunks().deliverAll(chunk).settled()).isOne();
        assertThat(bench.logs().linesWith("failed itself")).isEmpty();
    }

    private void goAway() {
        bench.database().goAway();
    }
}
