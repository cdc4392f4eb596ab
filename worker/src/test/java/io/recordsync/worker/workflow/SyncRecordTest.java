package io.recordsync.worker.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.recordsync.workflows.Changed;
import io.recordsync.workflows.DeliveryRequest;
import io.recordsync.workflows.DeliveryStatus;
import io.recordsync.workflows.DeliveryStatus.State;
import io.recordsync.workflows.FailureTypes;
import io.recordsync.workflows.Messages;
import io.recordsync.workflows.ParkedNotice;
import io.recordsync.workflows.Priorities;
import io.recordsync.workflows.Retry;
import io.recordsync.workflows.SearchAttributes;
import io.recordsync.workflows.SyncRecord;
import io.recordsync.workflows.SyncRecordInput;
import io.recordsync.workflows.SyncRecordStatus;
import io.recordsync.workflows.TaskQueues;
import io.recordsync.workflows.WorkflowIds;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.ApplicationFailure;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SyncRecordTest {

    private static final String SALESFORCE = "salesforce";
    private static final String HUBSPOT = "hubspot";
    private static final SyncRecordInput RECORD = SyncRecordInput.of("default", "contact", "A1234");

    private final ScriptedSystems systems = new ScriptedSystems(SALESFORCE, HUBSPOT);
    private TestWorkflowEnvironment temporal;

    @BeforeEach
    void start() {
        temporal = TestWorkflowEnvironment.newInstance(TestEnvironmentOptions.newBuilder()
                .setWorkflowClientOptions(WorkflowClientOptions.newBuilder()
                        .setDataConverter(Messages.converter(List.of()))
                        .build())
                .registerSearchAttribute(
                        SearchAttributes.SYNC_STATUS.getName(), SearchAttributes.SYNC_STATUS.getValueType())
                .registerSearchAttribute(
                        SearchAttributes.SYNC_FAILED_SYSTEMS.getName(),
                        SearchAttributes.SYNC_FAILED_SYSTEMS.getValueType())
                .build());
        Worker workflows = temporal.newWorker(TaskQueues.RECORDSYNC);
        workflows.registerWorkflowImplementationTypes(SyncRecordImpl.class);
        workflows.registerActivitiesImplementations(systems);
        for (String queue :
                List.of(TaskQueues.ofSystem(SALESFORCE), TaskQueues.ofSystem(HUBSPOT), TaskQueues.STARTER)) {
            temporal.newWorker(queue).registerActivitiesImplementations(systems);
        }
        temporal.start();
    }

    @AfterEach
    void stop() {
        temporal.close();
    }

    @Test
    void aChangeGoesToEverySystemOnceAndTheRunEnds() {
        systems.change();

        WorkflowStub run = changed(1);

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
            signal().signal("changed", new Changed(2, Priorities.LIVE));
            return delivered;
        });

        changed(1).getResult(Void.class);

        assertThat(systems.deliveriesTo(SALESFORCE))
                .extracting(DeliveryRequest::owner)
                .doesNotHaveDuplicates()
                .hasSize(2);
    }

    @Test
    void manyChangesHeardTogetherAreOneDelivery() {
        for (int n = 0; n < 50; n++) {
            systems.change();
        }
        WorkflowStub run = changed(1);
        run.getResult(Void.class);

        assertThat(systems.deliveriesTo(SALESFORCE)).hasSize(1);
    }

    @Test
    void aRefusedDeliveryParksVisiblyWhileTheOthersGoOn() {
        systems.change();
        systems.refuse(SALESFORCE);

        WorkflowStub run = changed(1);
        temporal.sleep(Duration.ofMinutes(1));

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
        WorkflowStub run = changed(1);
        temporal.sleep(Duration.ofMinutes(1));

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
        WorkflowStub run = changed(1);
        temporal.sleep(Duration.ofMinutes(1));

        run.signal("retry", new Retry(HUBSPOT));
        temporal.sleep(Duration.ofMinutes(1));

        assertThat(state(run, HUBSPOT)).isEqualTo(State.SETTLED);
        assertThat(state(run, SALESFORCE)).isEqualTo(State.PARKED);
    }

    @Test
    void aNewerChangeTriesAParkedDeliveryAgain() {
        systems.change();
        systems.refuse(SALESFORCE);
        WorkflowStub run = changed(1);
        temporal.sleep(Duration.ofMinutes(1));

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

        WorkflowStub run = changed(1);
        temporal.sleep(Duration.ofMinutes(4));
        assertThat(systems.deliveriesTo(SALESFORCE)).hasSize(1);
        temporal.sleep(Duration.ofMinutes(2));
        assertThat(systems.deliveriesTo(SALESFORCE)).hasSize(2);
        run.getResult(Void.class);

        assertThat(systems.deliveriesTo(SALESFORCE)).hasSize(3);
        assertThat(systems.deadLetters()).hasSize(1);
    }

    @Test
    void aRefusalForGoodIsNotTriedAgainByItselfAndFailsTheRunAfterTheParkTime() {
        systems.change();
        systems.refuse(SALESFORCE);
        WorkflowStub run = changed(1);

        temporal.sleep(Duration.ofDays(29));
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

        WorkflowStub run = signalWithStart("retry", new Retry(null));
        run.getResult(Void.class);

        assertThat(systems.deliveriesTo(SALESFORCE)).hasSize(1);
        assertThat(systems.deliveriesTo(HUBSPOT)).isEmpty();
    }

    @Test
    void skipGivesAParkedDeliveryUpAndEndsTheRun() {
        systems.change();
        systems.refuse(SALESFORCE);
        WorkflowStub run = changed(1);
        temporal.sleep(Duration.ofMinutes(1));

        run.signal("skip");
        run.getResult(Void.class);

        assertThat(systems.skips()).hasSize(1);
        assertThat(systems.deliveriesTo(SALESFORCE)).hasSize(1);
    }

    @Test
    void aFailingAttemptIsRetriedByTemporalWithTheSameOwner() {
        systems.change();
        systems.script(SALESFORCE, () -> {
            throw ApplicationFailure.newFailure("busy", FailureTypes.ATTEMPT_FAILED);
        });

        changed(1).getResult(Void.class);

        assertThat(systems.deliveriesTo(SALESFORCE)).hasSize(2);
        assertThat(systems.deliveriesTo(SALESFORCE).stream()
                        .map(DeliveryRequest::owner)
                        .distinct())
                .hasSize(1);
    }

    @Test
    void aRecordThatNoRuleSendsAnywhereEndsAtOnce() {
        changed(0).getResult(Void.class);

        assertThat(systems.deliveriesTo(SALESFORCE)).isEmpty();
    }

    private State state(WorkflowStub run, String system) {
        return run.query("status", SyncRecordStatus.class).deliveries().stream()
                .filter(delivery -> delivery.system().equals(system))
                .map(DeliveryStatus::state)
                .findFirst()
                .orElseThrow();
    }

    private WorkflowStub changed(long revision) {
        return signalWithStart("changed", new Changed(revision, Priorities.LIVE));
    }

    private WorkflowStub signal() {
        return temporal.getWorkflowClient().newUntypedWorkflowStub(id());
    }

    private WorkflowStub signalWithStart(String signal, Object argument) {
        WorkflowStub run = temporal.getWorkflowClient()
                .newUntypedWorkflowStub(
                        SyncRecord.TYPE,
                        WorkflowOptions.newBuilder()
                                .setWorkflowId(id())
                                .setTaskQueue(TaskQueues.RECORDSYNC)
                                .build());
        run.signalWithStart(signal, new Object[] {argument}, new Object[] {RECORD});
        return run;
    }

    private static String id() {
        return WorkflowIds.syncRecord(RECORD.tenant(), RECORD.entity(), RECORD.recordId());
    }
}
