package io.recordsync.starter.bridge.sweep;

import io.recordsync.store.counterpart.ReaderKey;
import io.recordsync.workflows.Priorities;
import io.recordsync.workflows.PushInput;
import io.recordsync.workflows.PushRecords;
import io.recordsync.workflows.TaskQueues;
import io.recordsync.workflows.WorkflowIds;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.common.Priority;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts a workflow again for each push or resend that nobody carries on, for instance because a person terminated it,
 * or because Temporal's own store was lost. The ledger keeps how far it has come.
 */
final class LeftPushes {

    private static final Logger LOG = LoggerFactory.getLogger(LeftPushes.class);

    /** Longer than a page takes. A workflow that carries on does something at least so often. */
    private static final Duration IDLE = Duration.ofMinutes(10);

    private static final String ASKED_BY = "recordsync/sweep";

    private final Function<Duration, List<ReaderKey>> left;
    private final Consumer<ReaderKey> start;

    /**
     * @param left the readers whose run nobody carries on, and in which nothing has happened for this long
     * @param start starts a workflow that goes on, unless one is running
     */
    LeftPushes(Function<Duration, List<ReaderKey>> left, Consumer<ReaderKey> start) {
        this.left = left;
        this.start = start;
    }

    void look() {
        for (ReaderKey key : left.apply(IDLE)) {
            LOG.warn(
                    "Nobody carries on the run that gives {} to {}; its workflow is started again",
                    key.entity(),
                    key.system());
            start.accept(key);
        }
    }

    /** Starts the workflow of a reader; one that is running goes on. */
    static Consumer<ReaderKey> by(WorkflowClient client) {
        return key -> {
            WorkflowOptions options = WorkflowOptions.newBuilder()
                    .setWorkflowId(WorkflowIds.pushRecords(key.tenant(), key.system(), key.entity()))
                    .setTaskQueue(TaskQueues.RECORDSYNC)
                    .setWorkflowIdConflictPolicy(WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING)
                    .setStaticSummary(key.entity() + " to " + key.system())
                    .setPriority(Priority.newBuilder()
                            .setPriorityKey(Priorities.BACKFILL)
                            .build())
                    .build();
            PushRecords push = client.newWorkflowStub(PushRecords.class, options);
            WorkflowClient.start(
                    push::push, new PushInput(key.tenant(), key.system(), key.entity(), null, ASKED_BY, null));
        };
    }
}
