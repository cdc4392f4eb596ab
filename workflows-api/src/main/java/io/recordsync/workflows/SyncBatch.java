package io.recordsync.workflows;

import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import org.jspecify.annotations.Nullable;

/**
 * Carries a chunk of records to every system that should have them, with one call for many. What it cannot settle so, a record that is
 * refused or that is in its own {@link SyncRecord} already, goes on there. Ends when all of the chunk is settled or handed over.
 */
@WorkflowInterface
public interface SyncBatch {

    /** The workflow's type, as Temporal's Web UI shows it. */
    String TYPE = "SyncBatch";

    @WorkflowMethod(name = TYPE)
    void run(SyncBatchInput input);

    /** @param asked for the outcome of one record too; null for the counts alone, as a query without arguments gives it */
    @QueryMethod(name = "status")
    SyncBatchStatus status(@Nullable StatusOf asked);
}
