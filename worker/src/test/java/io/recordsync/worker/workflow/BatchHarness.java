package io.recordsync.worker.workflow;

import static io.recordsync.worker.workflow.Harness.HUBSPOT;
import static io.recordsync.worker.workflow.Harness.SALESFORCE;

import io.recordsync.workflows.StatusOf;
import io.recordsync.workflows.SyncBatch;
import io.recordsync.workflows.SyncBatchInput;
import io.recordsync.workflows.SyncBatchStatus;
import io.recordsync.workflows.TaskQueues;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import java.time.Duration;
import java.util.List;

/** Runs one chunk's {@code SyncBatch} on Temporal's in-memory server, with scripted systems. */
final class BatchHarness implements AutoCloseable {

    private static final String WORKFLOW = "batch/events/0@1-0@3/5f1d";

    final ScriptedChunks script = new ScriptedChunks();
    private final TestWorkflowEnvironment temporal = Harness.newEnvironment();

    BatchHarness() {
        Worker workflows = temporal.newWorker(TaskQueues.RECORDSYNC);
        workflows.registerWorkflowImplementationTypes(SyncBatchImpl.class);
        workflows.registerActivitiesImplementations(script);
        for (String queue :
                List.of(TaskQueues.ofSystem(SALESFORCE), TaskQueues.ofSystem(HUBSPOT), TaskQueues.STARTER)) {
            temporal.newWorker(queue).registerActivitiesImplementations(script);
        }
        temporal.start();
    }

    /** Starts the chunk's workflow, and returns when its last run has ended. */
    SyncBatchStatus run(String... recordIds) {
        WorkflowStub run = temporal.getWorkflowClient()
                .newUntypedWorkflowStub(
                        SyncBatch.TYPE,
                        WorkflowOptions.newBuilder()
                                .setWorkflowId(WORKFLOW)
                                .setTaskQueue(TaskQueues.RECORDSYNC)
                                .build());
        run.start(new SyncBatchInput("default", "contact", List.of(recordIds)));
        run.getResult(Void.class);
        return running().query("status", SyncBatchStatus.class);
    }

    SyncBatchStatus statusOf(String recordId) {
        return running().query("status", SyncBatchStatus.class, new StatusOf(recordId));
    }

    Duration now() {
        return Duration.ofMillis(temporal.currentTimeMillis());
    }

    /** The history of the first run of the chain. */
    WorkflowExecutionHistory firstHistory() {
        return temporal.getWorkflowClient()
                .fetchHistory(
                        WORKFLOW,
                        running().describe().getWorkflowExecutionInfo().getFirstRunId());
    }

    WorkflowExecutionHistory history() {
        return temporal.getWorkflowClient().fetchHistory(WORKFLOW);
    }

    private WorkflowStub running() {
        return temporal.getWorkflowClient().newUntypedWorkflowStub(WORKFLOW);
    }

    @Override
    public void close() {
        temporal.close();
    }
}
