package io.recordsync.worker.workflow;

import static io.recordsync.worker.workflow.Harness.SALESFORCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.recordsync.workflows.FailureTypes;
import io.recordsync.workflows.HeldDecision;
import io.recordsync.workflows.HeldDeletes;
import io.recordsync.workflows.Messages;
import io.recordsync.workflows.Priorities;
import io.recordsync.workflows.PushInput;
import io.recordsync.workflows.PushRecords;
import io.recordsync.workflows.ReadChanges;
import io.recordsync.workflows.ReadChangesInput;
import io.recordsync.workflows.ReadChangesStatus;
import io.recordsync.workflows.ReadPageResult;
import io.recordsync.workflows.StatusOf;
import io.recordsync.workflows.SyncBatch;
import io.recordsync.workflows.SyncBatchInput;
import io.recordsync.workflows.SyncBatchStatus;
import io.recordsync.workflows.TaskQueues;
import io.recordsync.workflows.WorkflowIds;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ReadChangesTest {

    private static final Map<String, SyncBatchInput> CHUNKS = new ConcurrentHashMap<>();
    private static final List<PushInput> PUSHES = new CopyOnWriteArrayList<>();
    private static final String ID = WorkflowIds.readChanges("default", SALESFORCE, "contact");

    private final ScriptedReading script = new ScriptedReading();

    /** Without skipping of time, which does not allow for children that their parent has abandoned. */
    private final TestWorkflowEnvironment temporal =
            TestWorkflowEnvironment.newInstance(TestEnvironmentOptions.newBuilder()
                    .setUseTimeskipping(false)
                    .setWorkflowClientOptions(WorkflowClientOptions.newBuilder()
                            .setDataConverter(Messages.converter(List.of()))
                            .build())
                    .build());

    @BeforeEach
    void start() {
        CHUNKS.clear();
        PUSHES.clear();
        temporal.registerSearchAttribute("SyncStatus", IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD);
        Worker workflows = temporal.newWorker(TaskQueues.RECORDSYNC);
        workflows.registerWorkflowImplementationTypes(
                ReadChangesImpl.class, HeldDeletesImpl.class, NotedBatch.class, NotedPush.class);
        temporal.newWorker(TaskQueues.ofSystem(SALESFORCE)).registerActivitiesImplementations(script);
        temporal.start();
    }

    @AfterEach
    void stop() {
        temporal.close();
    }

    @Test
    void thePagesAreReadInTheirOrderAndWhatEachHasChangedIsDelivered() {
        script.page(false, List.of("A1", "A2"));
        script.page(false, List.of());
        script.page(true, List.of("A3"));

        assertThat(run().status()).isEqualTo("success");

        assertThat(script.asked()).containsExactly("changes 1", "changes 2", "changes 3", "again 4", "gone 4");
        assertThat(script.ends()).containsExactly("end");
        awaitChunks("batch/read/17/1/1", "batch/read/17/3/1");
        assertThat(CHUNKS)
                .containsEntry(
                        "batch/read/17/1/1",
                        new SyncBatchInput("default", "contact", List.of("A1", "A2"), Priorities.LIVE));
    }

    @Test
    void aLargePageIsDeliveredInChunksThatFitIntoAMessage() {
        script.page(true, IntStream.range(0, 1500).mapToObj(n -> "A" + n).toList());
        script.page(true, List.of());

        run();

        awaitChunks("batch/read/17/1/1", "batch/read/17/1/2");
        assertThat(CHUNKS.get("batch/read/17/1/1").recordIds()).hasSize(1000);
    }

    @Test
    void aRunOfAnotherOwnerIsAwaited() {
        script.busy(2);

        assertThat(run().status()).isEqualTo("success");

        assertThat(script.begins()).hasSize(3);
        assertThat(script.begins().stream().map(one -> one.owner()).distinct()).hasSize(1);
    }

    @Test
    void aRunThatIsNotNeededEndsWithoutAPage() {
        script.skip();

        assertThat(run().status()).isEqualTo("skipped");

        assertThat(script.begins()).hasSize(1);
        assertThat(script.asked()).isEmpty();
        assertThat(script.ends()).isEmpty();
    }

    @Test
    void aPageOfAPausedReaderIsAskedForAgain() {
        script.script(request -> ReadPageResult.paused(ReadChangesStatus.WAITING, Duration.ofMillis(1)));
        script.page(true, List.of("A1"));

        assertThat(run().status()).isEqualTo("success");

        assertThat(script.asked()).containsExactly("changes 1", "changes 1", "again 2", "gone 2");
        awaitChunks("batch/read/17/1/1");
    }

    @Test
    void theFirstReadOfAllRowsIsFollowedByAPushThatOutlivesIt() {
        script.pushFollows();

        assertThat(run().status()).isEqualTo("success");

        await().untilAsserted(() -> assertThat(PUSHES)
                .containsExactly(new PushInput("default", SALESFORCE, "contact", null, "person/test", null)));
    }

    @Test
    void aPushThatNobodyCarriesOnIsStartedAgainAndARunningOneIsLeftAlone() {
        script.pushIsLeft();

        run();
        assertThat(run().status()).isEqualTo("success");

        await().untilAsserted(() ->
                assertThat(PUSHES).as("the first one is still running").hasSize(1));
    }

    @Test
    void aRunThatHasFailedInTheLedgerIsNotEndedAgain() {
        script.script(request -> {
            throw ApplicationFailure.newNonRetryableFailure("no such object", FailureTypes.RUN_FAILED);
        });

        assertThat(run().status()).isEqualTo("failed");
        assertThat(script.ends()).isEmpty();
    }

    @Test
    void aRunThatWasTakenOverIsLeftToItsNewOwner() {
        script.script(request -> {
            throw ApplicationFailure.newNonRetryableFailure("taken over", FailureTypes.RUN_OVERTAKEN);
        });

        assertThat(run().status()).isEqualTo("overtaken");
        assertThat(script.ends()).isEmpty();
    }

    @Test
    void aCancelEndsTheRunAfterThePage() {
        script.script(request -> {
            temporal.getWorkflowClient().newUntypedWorkflowStub(ID).cancel();
            // Otherwise Temporal in memory may refuse the cancel of an activity that has ended meanwhile.
            await().until(this::isPageToldOfTheCancel);
            return new ReadPageResult(List.of("A1"), true, false, new ReadChangesStatus(17, "running", 1, 1, 0, 1, 0));
        });

        assertThatThrownBy(this::run).hasCauseInstanceOf(CanceledFailure.class);
        assertThat(script.ends()).containsExactly("cancelled");
    }

    @Test
    void theChunksOfACancelledRunGoOn() {
        script.page(false, List.of(NotedBatch.LONG));
        script.script(request -> {
            temporal.getWorkflowClient().newUntypedWorkflowStub(ID).cancel();
            await().until(this::isPageToldOfTheCancel);
            return new ReadPageResult(List.of(), true, false, new ReadChangesStatus(17, "running", 2, 1, 0, 1, 0));
        });

        assertThatThrownBy(this::run).hasCauseInstanceOf(CanceledFailure.class);

        awaitChunks("batch/read/17/1/1");
        assertThat(hasEvent(EventType.EVENT_TYPE_REQUEST_CANCEL_EXTERNAL_WORKFLOW_EXECUTION_INITIATED))
                .isFalse();
    }

    @Test
    void heldDeletesWaitForADecisionWhichIsCarriedOutToItsEnd() {
        script.endsAs("waiting");

        assertThat(run().status()).isEqualTo("waiting");

        HeldDeletes held = temporal.getWorkflowClient()
                .newWorkflowStub(HeldDeletes.class, WorkflowIds.heldDeletes("default", SALESFORCE, "contact"));
        assertThat(script.decided()).isEmpty();
        held.approve(new HeldDecision(17, "person/test"));
        WorkflowStub.fromTyped(held).getResult(Void.class);
        assertThat(script.decided()).containsExactly("approve 17", "approve 17");
        await().untilAsserted(() -> assertThat(CHUNKS.values())
                .extracting(SyncBatchInput::recordIds)
                .contains(List.of("A1"), List.of("A2")));
    }

    @Test
    void aSecondRunThatHoldsDeletesFindsTheWorkflowOfTheFirst() {
        script.endsAs("waiting");
        run();

        assertThat(run().status()).isEqualTo("waiting");

        HeldDeletes held = temporal.getWorkflowClient()
                .newWorkflowStub(HeldDeletes.class, WorkflowIds.heldDeletes("default", SALESFORCE, "contact"));
        held.reject(new HeldDecision(17, "person/test"));
        WorkflowStub.fromTyped(held).getResult(Void.class);
        assertThat(script.decided()).containsExactly("reject 17", "reject 17");
    }

    @Test
    void deletesThatAreHeldWhileTheLastOnesAreDecidedWaitForADecisionToo() {
        script.endsAs("waiting");
        run();
        HeldDeletes held = temporal.getWorkflowClient()
                .newWorkflowStub(HeldDeletes.class, WorkflowIds.heldDeletes("default", SALESFORCE, "contact"));
        script.duringDecision(number -> {
            if (number == 2) {
                held.replaced();
            }
        });

        held.reject(new HeldDecision(17, "person/test"));
        await().until(() -> script.decided().size() == 2);
        held.approve(new HeldDecision(18, "person/test"));

        WorkflowStub.fromTyped(held).getResult(Void.class);
        assertThat(script.decided()).containsExactly("reject 17", "reject 17", "approve 18", "approve 18");
    }

    private boolean isPageToldOfTheCancel() {
        return hasEvent(EventType.EVENT_TYPE_ACTIVITY_TASK_CANCEL_REQUESTED);
    }

    private boolean hasEvent(EventType type) {
        return temporal.getWorkflowClient().fetchHistory(ID).getEvents().stream()
                .anyMatch(event -> event.getEventType() == type);
    }

    @Test
    void aLongRunContinuesAsNewWithItsPosition() {
        for (int page = 0; page < Harness.SIGNALS_OF_A_LONG_HISTORY + 1; page++) {
            script.page(false, List.of(Harness.PADDING));
        }
        script.page(true, List.of());

        assertThat(run().status()).isEqualTo("success");

        assertThat(script.begins()).hasSize(1);
        assertThat(script.asked()).containsSubsequence("changes 6", "changes 7", "again 8", "gone 8");
        assertThat(temporal.getWorkflowClient()
                        .fetchHistory(ID)
                        .getEvents()
                        .getFirst()
                        .getWorkflowExecutionStartedEventAttributes()
                        .getContinuedExecutionRunId())
                .isNotEmpty();
    }

    /** A run starts its chunks and does not wait for them: they may still begin when it has ended. */
    private static void awaitChunks(String... workflowIds) {
        await().untilAsserted(() -> assertThat(CHUNKS).containsOnlyKeys(workflowIds));
    }

    private ReadChangesStatus run() {
        WorkflowStub run = temporal.getWorkflowClient()
                .newUntypedWorkflowStub(
                        ReadChanges.TYPE,
                        WorkflowOptions.newBuilder()
                                .setWorkflowId(ID)
                                .setTaskQueue(TaskQueues.RECORDSYNC)
                                .setWorkflowExecutionTimeout(Duration.ofDays(1))
                                .build());
        run.start(new ReadChangesInput("default", SALESFORCE, "contact", null, null, null, null, "person/test", null));
        return run.getResult(ReadChangesStatus.class);
    }

    /** Notes the pushes that were started, and is under way for as long as a test. */
    public static final class NotedPush implements PushRecords {

        @Override
        public ReadChangesStatus push(PushInput input) {
            PUSHES.add(input);
            Workflow.sleep(Duration.ofDays(1));
            return ReadChangesStatus.WAITING;
        }

        @Override
        public ReadChangesStatus status() {
            return ReadChangesStatus.WAITING;
        }
    }

    /** Notes the chunks that were started. */
    public static final class NotedBatch implements SyncBatch {

        /** A record whose chunk is under way for as long as a test. */
        static final String LONG = "long";

        @Override
        public void run(SyncBatchInput input) {
            CHUNKS.put(Workflow.getInfo().getWorkflowId(), input);
            if (input.recordIds().contains(LONG)) {
                Workflow.sleep(Duration.ofDays(1));
            }
        }

        @Override
        public SyncBatchStatus status(@Nullable StatusOf asked) {
            return new SyncBatchStatus(0, List.of(), List.of(), List.of());
        }
    }
}
