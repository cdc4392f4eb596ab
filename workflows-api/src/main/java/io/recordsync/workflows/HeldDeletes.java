package io.recordsync.workflows;

import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/**
 * Waits until a person approves or rejects the deletes that runs of one reader hold, and carries the decision out. It
 * is found by {@code SyncStatus="failed"} meanwhile. Without a decision they count as rejected after seven days. The
 * reader does not wait for it.
 */
@WorkflowInterface
public interface HeldDeletes {

    /** The workflow's type, as Temporal's Web UI shows it. */
    String TYPE = "HeldDeletes";

    @WorkflowMethod(name = TYPE)
    void hold(HeldDeletesInput input);

    /** The system is asked for each row once more. The deletes of those that it does not have are applied. */
    @SignalMethod(name = "approve")
    void approve(HeldDecision decision);

    /** The records stay. The system is asked once more, and the rows that it does not have are not made again. */
    @SignalMethod(name = "reject")
    void reject(HeldDecision decision);

    /** Another run holds deletes too, so that the time begins anew. */
    @SignalMethod(name = "replaced")
    void replaced();
}
