package io.recordsync.workflows;

import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import org.jspecify.annotations.Nullable;

/**
 * Carries a chunk of records to every system that should have them, with one call for many records. A record that the
 * system refuses, or that its own {@link SyncRecord} already works on, is handed over to its own {@link SyncRecord}.
 * The workflow ends when all records of the chunk are settled or handed over.
 */
@WorkflowInterface
public interface SyncBatch {

    /** The workflow's type, as Temporal's Web UI shows it. */
    String TYPE = "SyncBatch";

    @WorkflowMethod(name = TYPE)
    void run(SyncBatchInput input);

    /**
     * @param asked the record whose outcome is wanted too; null for the counts alone, as in a query without arguments
     */
    @QueryMethod(name = "status")
    SyncBatchStatus status(@Nullable StatusOf asked);
}
