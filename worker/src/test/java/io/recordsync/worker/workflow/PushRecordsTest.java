package io.recordsync.worker.workflow;

import static io.recordsync.worker.workflow.Harness.SALESFORCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.recordsync.workflows.BeginPushRequest;
import io.recordsync.workflows.BeginRunResult;
import io.recordsync.workflows.EndRunRequest;
import io.recordsync.workflows.FailureTypes;
import io.recordsync.workflows.Messages;
import io.recordsync.workflows.Priorities;
import io.recordsync.workflows.PushActivities;
import io.recordsync.workflows.PushInput;
import io.recordsync.workflows.PushPageRequest;
import io.recordsync.workflows.PushRecords;
import io.recordsync.workflows.ReadChangesStatus;
import io.recordsync.workflows.ReadPageResult;
import io.recordsync.workflows.ReadPosition;
import io.recordsync.workflows.ReadPosition.Feed;
import io.recordsync.workflows.StatusOf;
import io.recordsync.workflows.SyncBatch;
import io.recordsync.workflows.SyncBatchInput;
import io.recordsync.workflows.SyncBatchStatus;
import io.recordsync.workflows.TaskQueues;
import io.recordsync.workflows.WorkflowIds;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.failure.ApplicationFailure;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class PushRecordsTest {

    private static final Map<String, SyncBatchInput> CHUNKS = new ConcurrentHashMap<>();

    private final Ledger ledger = new Ledger();

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
        Worker workflows = temporal.newWorker(TaskQueues.RECORDSYNC);
        workflows.registerWorkflowImplementationTypes(PushRecordsImpl.class, NotedBatch.class);
        temporal.newWorker(TaskQueues.ofSystem(SALESFORCE)).registerActivitiesImplementations(ledger);
        temporal.start();
    }

    @AfterEach
    void stop() {
        temporal.close();
    }

    @Test
    void whatEachPageMakesDueIsDeliveredAfterAllElse() {
        assertThat(push().status()).isEqualTo("success");

        // The run starts its chunks and does not wait for them: they may still begin when it has ended.
        await().untilAsserted(() -> assertThat(CHUNKS).containsOnlyKeys("batch/read/18/1/1", "batch/read/18/3/1"));
        assertThat(CHUNKS)
                .containsEntry(
                        "batch/read/18/3/1",
                        new SyncBatchInput("default", "contact", List.of("A3"), Priorities.BACKFILL));
        assertThat(ledger.begins).isEqualTo(1);
    }

    @Test
    void theRunOfAnotherOwnerIsAwaited() {
        ledger.busy = 1;

        assertThat(push().status()).isEqualTo("success");

        assertThat(ledger.begins).isEqualTo(2);
    }

    @Test
    void withoutARunThereIsNothingToDo() {
        ledger.none = true;

        assertThat(push()).isEqualTo(ReadChangesStatus.WAITING);
        assertThat(CHUNKS).isEmpty();
    }

    @Test
    void aRunThatWasTakenOverIsLeftToItsNewOwner() {
        ledger.overtaken = true;

        assertThat(push().status()).isEqualTo("overtaken");
    }

    private ReadChangesStatus push() {
        PushRecords run = temporal.getWorkflowClient()
                .newWorkflowStub(
                        PushRecords.class,
                        WorkflowOptions.newBuilder()
                                .setWorkflowId(WorkflowIds.pushRecords("default", SALESFORCE, "contact"))
                                .setTaskQueue(TaskQueues.RECORDSYNC)
                                .build());
        return run.push(new PushInput("default", SALESFORCE, "contact", null, "person/test", null));
    }

    /** Stands in for the ledger: three pages, of which the second makes nothing due. */
    static final class Ledger implements PushActivities {

        private volatile int busy;
        private volatile boolean none;
        private volatile boolean overtaken;
        private volatile int begins;

        @Override
        public synchronized BeginRunResult begin(BeginPushRequest request) {
            begins++;
            if (none) {
                return new BeginRunResult(null, ReadChangesStatus.WAITING, null);
            }
            if (busy > 0) {
                busy--;
                return new BeginRunResult(null, status(0, "running"), Duration.ofMillis(1));
            }
            return new BeginRunResult(
                    new ReadPosition(18, 1, "push", 0, Feed.CHANGES, Duration.ofMinutes(2)),
                    status(0, "running"),
                    null);
        }

        @Override
        public ReadPageResult page(PushPageRequest request) {
            if (overtaken) {
                throw ApplicationFailure.newNonRetryableFailure("taken over", FailureTypes.RUN_OVERTAKEN);
            }
            int page = request.page();
            List<String> due = page == 2 ? List.of() : List.of("A" + page);
            return new ReadPageResult(due, true, page == 3, status(page, page == 3 ? "success" : "running"));
        }

        @Override
        public ReadChangesStatus end(EndRunRequest request) {
            return status(0, "cancelled");
        }

        private static ReadChangesStatus status(int page, String status) {
            return new ReadChangesStatus(18, status, page, 0, 0, 0, 0);
        }
    }

    /** Notes the chunks that were started. */
    public static final class NotedBatch implements SyncBatch {

        @Override
        public void run(SyncBatchInput input) {
            CHUNKS.put(Workflow.getInfo().getWorkflowId(), input);
        }

        @Override
        public SyncBatchStatus status(@Nullable StatusOf asked) {
            return new SyncBatchStatus(0, List.of(), List.of(), List.of());
        }
    }
}
