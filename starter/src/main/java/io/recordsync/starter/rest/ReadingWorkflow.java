package io.recordsync.starter.rest;

import io.recordsync.workflows.Priorities;
import io.recordsync.workflows.ReadChanges;
import io.recordsync.workflows.ReadChangesInput;
import io.recordsync.workflows.TaskQueues;
import io.recordsync.workflows.WorkflowIds;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.common.Priority;

/** Starts {@link ReadChanges}. A reader whose workflow is running has no second one. */
final class ReadingWorkflow {

    private final WorkflowClient client;
    private final TemporalCalls temporal;

    ReadingWorkflow(WorkflowClient client, TemporalCalls temporal) {
        this.client = client;
        this.temporal = temporal;
    }

    /** Returns the workflow's id. */
    String start(ReadChangesInput input) {
        String id = WorkflowIds.readChanges(input.tenant(), input.system(), input.entity());
        ReadChanges workflow = client.newWorkflowStub(
                ReadChanges.class,
                WorkflowOptions.newBuilder()
                        .setWorkflowId(id)
                        .setTaskQueue(TaskQueues.RECORDSYNC)
                        .setWorkflowIdConflictPolicy(WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING)
                        .setStaticSummary(input.entity() + " of " + input.system())
                        .setPriority(Priority.newBuilder()
                                .setPriorityKey(Priorities.LIVE)
                                .build())
                        .build());
        temporal.signal(() -> WorkflowClient.start(workflow::read, input));
        return id;
    }
}
