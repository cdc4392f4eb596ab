package io.recordsync.worker.workflow;

import static io.recordsync.worker.workflow.Harness.HUBSPOT;
import static io.recordsync.worker.workflow.Harness.SALESFORCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.recordsync.worker.delivery.retry.ActivityFailures;
import io.recordsync.workflows.Changed;
import io.recordsync.workflows.DeliveryRequest;
import io.recordsync.workflows.DeliveryStatus;
import io.recordsync.workflows.DeliveryStatus.State;
import io.recordsync.workflows.FailureTypes;
import io.recordsync.workflows.ParkedNotice;
import io.recordsync.workflows.Priorities;
import io.recordsync.workflows.Resolve;
import io.recordsync.workflows.ResolveRequest;
import io.recordsync.workflows.Retry;
import io.recordsync.workflows.SearchAttributes;
import io.recordsync.workflows.SyncRecordStatus;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SyncRecordTest {

    private static final Resolve DECISION = new Resolve(SALESFORCE, "email", Resolve.OURS, "person/api", null);

    private final Harness harness = new Harness();
    private final ScriptedSystems systems = harness.systems;

    @AfterEach
    void stop() {
        harness.close();
    }

    @Test
    void aChangeGoesToEverySystemOnceAndTheRunEnds() {
        systems.change();

        WorkflowStub run = harness.changed(1);

        run.getResult(Void.class);
        assertThat(systems.deliveriesTo(SALESFORCE)).hasSize(1);
        assertThat(systems.deliveriesTo(HUBSPOT)).hasSize(1);
    }

    @Test
    void aChangeDuringADeliveryIsDeliveredAfterItByTheSameRun() {
        systems.change();
        systems.script(SALESFORCE, () -> {
            var delivered = systems.succeed(SALESFORCE);
            systems.change();
            harness.running().signal("changed", new Changed(2, Priorities.LIVE));
            return delivered;
        });

        harness.changed(1).getResult(Void.class);

        assertThat(systems.deliveriesTo(SALESFORCE))
                .extracting(DeliveryRequest::owner)
                .doesNotHaveDuplicates()
                .hasSize(2);
    }

    @Test
    void aRecordThatADeliveryHasChangedIsRoutedAgainAndGoesToEverySystem() {
        systems.change();
        systems.script(SALESFORCE, () -> {
            systems.change();
            throw ActivityFailures.routeAgain(SALESFORCE);
        });

        harness.changed(1).getResult(Void.class);

        assertThat(systems.deliveriesTo(SALESFORCE)).hasSize(2);
        assertThat(systems.deliveriesTo(HUBSPOT)).hasSizeBetween(1, 2);
        assertThat(systems.settled(HUBSPOT)).isEqualTo(2);
    }

    @Test
    void manyChangesHeardTogetherAreOneDelivery() {
        for (int n = 0; n < 50; n++) {
            systems.change();
        }
        WorkflowStub run = harness.changed(1);
        run.getResult(Void.class);

        assertThat(systems.deliveriesTo(SALESFORCE)).hasSize(1);
    }

    @Test
    void aRefusedDeliveryParksVisiblyWhileTheOthersGoOn() {
        systems.change();
        systems.refuse(SALESFORCE);

        WorkflowStub run = harness.changed(1);
        harness.pass(Duration.ofMinutes(1));

        assertThat(systems.deliveriesTo(HUBSPOT)).hasSize(1);
        assertThat(state(run, SALESFORCE)).isEqualTo(State.PARKED);
        assertThat(run.describe().getTypedSearchAttributes().get(SearchAttributes.SYNC_STATUS))
                .isEqualTo("failed");
        assertThat(run.describe().getTypedSearchAttributes().get(SearchAttributes.SYNC_FAILED_SYSTEMS))
                .containsExactly(SALESFORCE);
        assertThat(systems.deadLetters()).extracting(ParkedNotice::system).containsExactly(SALESFORCE);
        assertThat(run.describe().getStatus().name()).endsWith("RUNNING");
    }

    @Test
    void signalRetryWithoutArgumentTriesAParkedDeliveryAgainAndClearsItsMarks() {
        systems.change();
        systems.refuse(SALESFORCE);
        WorkflowStub run = harness.changed(1);
        harness.pass(Duration.ofMinutes(1));

        run.signal("retry");
        run.getResult(Void.class);

        assertThat(systems.deliveriesTo(SALESFORCE)).hasSize(2);
        assertThat(run.describe().getTypedSearchAttributes().containsKey(SearchAttributes.SYNC_STATUS))
                .isFalse();
    }

    @Test
    void aRetryForOneSystemLeavesTheOtherParked() {
        systems.change();
        systems.refuse(SALESFORCE);
        systems.refuse(HUBSPOT);
        WorkflowStub run = harness.changed(1);
        harness.pass(Duration.ofMinutes(1));

        run.signal("retry", new Retry(HUBSPOT));
        harness.pass(Duration.ofMinutes(1));

        assertThat(state(run, HUBSPOT)).isEqualTo(State.SETTLED);
        assertThat(state(run, SALESFORCE)).isEqualTo(State.PARKED);
    }

    @Test
    void aNewerChangeTriesAParkedDeliveryAgain() {
        systems.change();
        systems.refuse(SALESFORCE);
        WorkflowStub run = harness.changed(1);
        harness.pass(Duration.ofMinutes(1));

        systems.change();
        run.signal("changed", new Changed(2, Priorities.LIVE));
        run.getResult(Void.class);

        assertThat(systems.deliveriesTo(SALESFORCE)).hasSize(2);
    }

    @Test
    void aPassingCauseIsTriedAgainSlowlyByItself() {
        systems.change();
        systems.refuseForNow(SALESFORCE);
        systems.refuseForNow(SALESFORCE);

        WorkflowStub run = harness.changed(1);
        harness.pass(Duration.ofMinutes(4));
        assertThat(systems.deliveriesTo(SALESFORCE)).hasSize(1);
        harness.pass(Duration.ofMinutes(2));
        assertThat(systems.deliveriesTo(SALESFORCE)).hasSize(2);
        run.getResult(Void.class);

        assertThat(systems.deliveriesTo(SALESFORCE)).hasSize(3);
        assertThat(systems.deadLetters()).hasSize(1);
    }

    @Test
    void aRefusalForGoodIsNotTriedAgainByItselfAndFailsTheRunAfterTheParkTime() {
        systems.change();
        systems.refuse(SALESFORCE);
        WorkflowStub run = harness.changed(1);

        harness.pass(Duration.ofDays(29));
        assertThat(systems.deliveriesTo(SALESFORCE)).hasSize(1);

        assertThatThrownBy(() -> run.getResult(Void.class))
                .isInstanceOf(WorkflowFailedException.class)
                .cause()
                .isInstanceOfSatisfying(
                        ApplicationFailure.class,
                        failure -> assertThat(failure.getType()).isEqualTo(FailureTypes.PARK_TIME_OVER));
    }

    @Test
    void aRetryAfterTheRunHasEndedStartsAnotherThatDelivers() {
        systems.change();
        systems.succeed(HUBSPOT);
        systems.parkInLedger(SALESFORCE);

        WorkflowStub run = harness.signalWithStart("retry", new Retry(null));
        run.getResult(Void.class);

        assertThat(systems.deliveriesTo(SALESFORCE)).hasSize(1);
        assertThat(systems.deliveriesTo(HUBSPOT)).isEmpty();
    }

    @Test
    void skipGivesAParkedDeliveryUpAndEndsTheRun() {
        systems.change();
        systems.refuse(SALESFORCE);
        WorkflowStub run = harness.changed(1);
        harness.pass(Duration.ofMinutes(1));

        run.signal("skip");
        run.getResult(Void.class);

        assertThat(systems.skips()).hasSize(1);
        assertThat(systems.deliveriesTo(SALESFORCE)).hasSize(1);
    }

    @Test
    void aDecisionStartsARunThatDeliversWhatIsDueBecauseOfIt() {
        systems.change();
        systems.settleElsewhere(SALESFORCE);
        systems.settleElsewhere(HUBSPOT);

        WorkflowStub run = harness.signalWithStart("resolve", DECISION);
        run.getResult(Void.class);

        assertThat(systems.decisions()).extracting(ResolveRequest::resolve).containsExactly(DECISION);
        assertThat(systems.deliveriesTo(SALESFORCE)).hasSize(1);
        assertThat(run.query("status", SyncRecordStatus.class).answer()).isEqualTo("It is decided.");
    }

    @Test
    void aDecisionDuringADeliveryIsDeliveredAfterIt() {
        systems.change();
        systems.script(SALESFORCE, () -> {
            harness.running().signal("resolve", DECISION);
            return systems.succeed(SALESFORCE);
        });

        harness.changed(1).getResult(Void.class);

        assertThat(systems.decisions()).hasSize(1);
        assertThat(systems.settled(SALESFORCE)).isEqualTo(2);
        assertThat(systems.settled(HUBSPOT)).isEqualTo(2);
    }

    @Test
    void aDecisionThatADeliveryHoldsBackIsMadeAsSoonAsItCanBe() {
        systems.change();
        systems.holdDecisions(3);

        WorkflowStub run = harness.changed(1);
        run.signal("resolve", DECISION);
        run.getResult(Void.class);

        assertThat(systems.decisions()).hasSize(1);
        assertThat(systems.settled(SALESFORCE)).isEqualTo(2);
    }

    @Test
    void theRunOfAParkedRecordMakesADecisionToo() {
        systems.change();
        systems.refuse(HUBSPOT);
        WorkflowStub run = harness.changed(1);
        harness.pass(Duration.ofMinutes(1));

        run.signal("resolve", DECISION);
        run.getResult(Void.class);

        assertThat(systems.decisions()).hasSize(1);
        assertThat(systems.settled(HUBSPOT)).isEqualTo(2);
    }

    @Test
    void theSignalResolveWithoutArgumentIsAnsweredInTheStatus() {
        WorkflowStub run = harness.signalWithStart("resolve", null);
        run.getResult(Void.class);

        assertThat(systems.decisions()).extracting(ResolveRequest::resolve).containsExactly(Resolve.NOTHING);
    }

    @Test
    void aFailingAttemptIsRetriedByTemporalWithTheSameOwner() {
        systems.change();
        systems.script(SALESFORCE, () -> {
            throw ApplicationFailure.newFailure("busy", FailureTypes.ATTEMPT_FAILED);
        });

        harness.changed(1).getResult(Void.class);

        assertThat(systems.deliveriesTo(SALESFORCE)).hasSize(2);
        assertThat(systems.deliveriesTo(SALESFORCE).stream()
                        .map(DeliveryRequest::owner)
                        .distinct())
                .hasSize(1);
    }

    @Test
    void aRouteThatFailsForNowIsTriedAgain() {
        systems.change();
        systems.failRoutes(5);

        harness.changed(1).getResult(Void.class);

        assertThat(systems.deliveriesTo(SALESFORCE)).hasSize(1);
    }

    @Test
    void aRecordThatNoRuleSendsAnywhereEndsAtOnce() {
        harness.changed(0).getResult(Void.class);

        assertThat(systems.deliveriesTo(SALESFORCE)).isEmpty();
    }

    private State state(WorkflowStub run, String system) {
        return run.query("status", SyncRecordStatus.class).deliveries().stream()
                .filter(delivery -> delivery.system().equals(system))
                .map(DeliveryStatus::state)
                .findFirst()
                .orElseThrow();
    }
}
