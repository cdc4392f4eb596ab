package io.recordsync.workflows;

import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/**
 * Reads the rows of one entity of a system, page by page, and starts a {@link SyncBatch} for the records that each page
 * has changed. The ledger keeps the run and its position, so that the workflow may end at any time and another one goes
 * on. A cancel ends it after the page.
 */
@WorkflowInterface
public interface ReadChanges {

    /** The workflow's type, as Temporal's Web UI shows it. */
    String TYPE = "ReadChanges";

    /** Returns how the run has ended. */
    @WorkflowMethod(name = TYPE)
    ReadChangesStatus read(ReadChangesInput input);

    @QueryMethod(name = "status")
    ReadChangesStatus status();
}
