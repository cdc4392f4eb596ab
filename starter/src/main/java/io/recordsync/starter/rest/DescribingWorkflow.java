package io.recordsync.starter.rest;

import io.recordsync.workflows.DescribeRequest;
import io.recordsync.workflows.DescribeSystem;
import io.recordsync.workflows.SystemDescription;
import io.recordsync.workflows.TaskQueues;
import io.recordsync.workflows.WorkflowIds;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import java.time.Duration;

/**
 * Runs {@link DescribeSystem} and waits for its answer. Callers that ask for the same at the same time share one run.
 */
final class DescribingWorkflow {

    private static final Duration PATIENCE = Duration.ofSeconds(25);

    private final WorkflowClient client;
    private final TemporalCalls temporal;

    DescribingWorkflow(WorkflowClient client, TemporalCalls temporal) {
        this.client = client;
        this.temporal = temporal;
    }

    /** @throws io.temporal.client.WorkflowFailedException if no worker answered, or the system did not answer */
    SystemDescription ask(DescribeRequest request) {
        DescribeSystem workflow = client.newWorkflowStub(
                DescribeSystem.class,
                WorkflowOptions.newBuilder()
                        .setWorkflowId(WorkflowIds.describeSystem(request))
                        .setTaskQueue(TaskQueues.RECORDSYNC)
                        .setWorkflowIdConflictPolicy(WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING)
                        .setWorkflowExecutionTimeout(PATIENCE)
                        .setStaticSummary("describe " + request.system())
                        .build());
        return temporal.within(PATIENCE.plusSeconds(2), () -> workflow.describe(request));
    }
}
