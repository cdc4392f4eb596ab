package io.recordsync.starter.bridge.lanes;

import io.recordsync.workflows.SyncBatch;
import io.recordsync.workflows.SyncBatchInput;
import io.recordsync.workflows.TaskQueues;
import io.recordsync.workflows.WorkflowIds;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.common.Priority;
import java.util.List;

/** Starts the workflows that carry chunks. */
final class SyncBatchClient {

    private final WorkflowClient client;

    SyncBatchClient(WorkflowClient client) {
        this.client = client;
    }

    /**
     * Starts the chunk's workflow, unless a chunk of the same messages is running: that one delivers the newest
     * revisions.
     *
     * @param places the positions of the messages, each {@code partition@offset}
     */
    void start(String topic, List<String> places, SyncBatchInput chunk) {
        start(WorkflowIds.syncBatch(topic, places, chunk), chunk);
    }

    /**
     * Starts a chunk for records that the sweep or a rerouting has found, unless a chunk of the same records is
     * running.
     */
    void startSwept(SyncBatchInput chunk) {
        start(WorkflowIds.sweptBatch(chunk), chunk);
    }

    private void start(String workflowId, SyncBatchInput chunk) {
        SyncBatch workflow = client.newWorkflowStub(
                SyncBatch.class,
                WorkflowOptions.newBuilder()
                        .setWorkflowId(workflowId)
                        .setTaskQueue(TaskQueues.RECORDSYNC)
                        .setWorkflowIdConflictPolicy(WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING)
                        .setStaticSummary(chunk.recordIds().size() + " × " + chunk.entity())
                        .setPriority(Priority.newBuilder()
                                .setPriorityKey(chunk.priorityOrLive())
                                .setFairnessKey(chunk.tenant())
                                .build())
                        .build());
        WorkflowClient.start(workflow::run, chunk);
    }
}
