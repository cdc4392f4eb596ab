package io.recordsync.workflows;

import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/**
 * Goes through all records of an entity, page by page, and starts a {@link SyncBatch} for those of which a system lacks
 * something. The ledger keeps the run and its position, so that the workflow may end at any time and another one goes
 * on. A cancel ends it after the page.
 */
@WorkflowInterface
public interface PushRecords {

    /** The workflow's type, as Temporal's Web UI shows it. */
    String TYPE = "PushRecords";

    /** Returns how the run has ended. */
    @WorkflowMethod(name = TYPE)
    ReadChangesStatus push(PushInput input);

    @QueryMethod(name = "status")
    ReadChangesStatus status();
}
