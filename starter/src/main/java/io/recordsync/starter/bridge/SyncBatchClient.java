package io.recordsync.starter.bridge;

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
     * Starts it, unless a chunk of the same messages is under way: it delivers what is newest.
     *
     * @param places of the messages, each {@code partition@offset}
     */
    void start(String topic, List<String> places, SyncBatchInput chunk) {
        start(WorkflowIds.syncBatch(topic, places, chunk), chunk);
    }

    /** Starts it for records that have been left lying, unless one of the same records is under way. */
    void startLeftLying(SyncBatchInput chunk) {
        start(WorkflowIds.leftLying(chunk), chunk);
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
