package io.recordsync.starter.rest;

import io.grpc.StatusRuntimeException;
import io.recordsync.store.ledger.RecordKey;
import io.recordsync.workflows.SyncRecordStatus;
import io.recordsync.workflows.WorkflowIds;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowException;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowStub;
import java.time.Duration;

/**
 * Queries the workflow of a record for its status, if it runs. Never fails: the answer says what was not available
 * within a second.
 */
final class RunningWorkflow {

    /** The time limit for all calls to Temporal together. */
    private static final Duration DEADLINE = Duration.ofSeconds(1);

    private final WorkflowClient client;
    private final TemporalCalls temporal;

    RunningWorkflow(WorkflowClient client, TemporalCalls temporal) {
        this.client = client;
        this.temporal = temporal;
    }

    WorkflowView ask(RecordKey key) {
        String id = WorkflowIds.syncRecord(key.tenant(), key.entity(), key.recordId());
        return temporal.within(DEADLINE, () -> ask(id));
    }

    private WorkflowView ask(String id) {
        WorkflowStub workflow = client.newUntypedWorkflowStub(id);
        try {
            WorkflowExecutionStatus status = workflow.describe().getStatus();
            return status == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING
                    ? query(id, workflow)
                    : WorkflowView.ended(id, status);
        } catch (WorkflowNotFoundException e) {
            return WorkflowView.none(id);
        } catch (WorkflowException | StatusRuntimeException e) {
            return WorkflowView.unreachable(id);
        }
    }

    private static WorkflowView query(String id, WorkflowStub workflow) {
        try {
            return WorkflowView.answered(id, workflow.query("status", SyncRecordStatus.class));
        } catch (WorkflowException | StatusRuntimeException e) {
            return WorkflowView.silent(id);
        }
    }
}
