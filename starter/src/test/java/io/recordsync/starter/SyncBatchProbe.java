package io.recordsync.starter;

import io.recordsync.workflows.StatusOf;
import io.recordsync.workflows.SyncBatch;
import io.recordsync.workflows.SyncBatchInput;
import io.recordsync.workflows.SyncBatchStatus;
import io.temporal.workflow.Workflow;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Records the input of each chunk under its workflow id. */
public final class SyncBatchProbe implements SyncBatch {

    private final Map<String, SyncBatchInput> chunks;

    SyncBatchProbe(Map<String, SyncBatchInput> chunks) {
        this.chunks = chunks;
    }

    @Override
    public void run(SyncBatchInput input) {
        chunks.put(Workflow.getInfo().getWorkflowId(), input);
    }

    @Override
    public SyncBatchStatus status(@Nullable StatusOf asked) {
        return new SyncBatchStatus(0, List.of(), List.of(), List.of());
    }
}
