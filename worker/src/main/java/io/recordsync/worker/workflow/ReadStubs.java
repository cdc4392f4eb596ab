package io.recordsync.worker.workflow;

import io.recordsync.workflows.Priorities;
import io.recordsync.workflows.ReadChangesInput;
import io.recordsync.workflows.ReadPosition;
import io.recordsync.workflows.ReadingActivities;
import io.recordsync.workflows.SyncBatch;
import io.recordsync.workflows.SyncBatchInput;
import io.recordsync.workflows.TaskQueues;
import io.recordsync.workflows.WorkflowIds;
import io.temporal.activity.ActivityCancellationType;
import io.temporal.activity.ActivityOptions;
import io.temporal.api.enums.v1.ParentClosePolicy;
import io.temporal.common.RetryOptions;
import io.temporal.workflow.ChildWorkflowCancellationType;
import io.temporal.workflow.ChildWorkflowOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;

/** The activities and child workflows of a run, with their options. */
final class ReadStubs {

    private static final Duration BRIEF = Duration.ofSeconds(30);
    private static final String DELTA = "delta";

    private final ReadChangesInput input;

    ReadStubs(ReadChangesInput input) {
        this.input = input;
    }

    /** Begins and ends runs. */
    ReadingActivities brief() {
        return stub(BRIEF, Priorities.LIVE);
    }

    /** A cancel waits for the end of the page. Temporal retries it without limit. */
    ReadingActivities pages(ReadPosition position) {
        return stub(position.pageTime(), priority(position));
    }

    private ReadingActivities stub(Duration time, int priority) {
        return Workflow.newActivityStub(
                ReadingActivities.class,
                ActivityOptions.newBuilder()
                        .setTaskQueue(TaskQueues.ofSystem(input.system()))
                        .setStartToCloseTimeout(time)
                        .setRetryOptions(RetryOptions.newBuilder()
                                .setInitialInterval(Duration.ofSeconds(2))
                                .setMaximumInterval(Duration.ofSeconds(32))
                                .build())
                        .setCancellationType(ActivityCancellationType.WAIT_CANCELLATION_COMPLETED)
                        .setDisableEagerExecution(true)
                        .setPriority(Stubs.priority(input.tenant(), priority))
                        .setSummary(input.entity() + " of " + input.system())
                        .build());
    }

    /** The chunk goes on when the run ends, or is cancelled. */
    SyncBatch batch(ReadPosition position, int part, SyncBatchInput chunk) {
        return Workflow.newChildWorkflowStub(
                SyncBatch.class,
                ChildWorkflowOptions.newBuilder()
                        .setWorkflowId(WorkflowIds.readBatch(position.runId(), position.page(), part))
                        .setTaskQueue(TaskQueues.RECORDSYNC)
                        .setParentClosePolicy(ParentClosePolicy.PARENT_CLOSE_POLICY_ABANDON)
                        .setCancellationType(ChildWorkflowCancellationType.ABANDON)
                        .setPriority(Stubs.priority(input.tenant(), chunk.priorityOrLive()))
                        .setStaticSummary(chunk.recordIds().size() + " × " + chunk.entity())
                        .build());
    }

    /** Nobody waits for a run that reads all rows. */
    static int priority(ReadPosition position) {
        return position.kind().equals(DELTA) ? Priorities.LIVE : Priorities.BACKFILL;
    }
}
