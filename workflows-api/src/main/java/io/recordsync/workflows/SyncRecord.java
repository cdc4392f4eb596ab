package io.recordsync.workflows;

import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import org.jspecify.annotations.Nullable;

/**
 * Carries one record to every system that should have it. One record has one running workflow, whose id is {@link WorkflowIds#syncRecord};
 * it is started by signal-with-start, and ends when every delivery has reached the newest revision that it heard of.
 *
 * <p>Every signal may be sent without an argument, as {@code temporal workflow signal --name retry} does.
 */
@WorkflowInterface
public interface SyncRecord {

    /** The workflow's type, as Temporal's Web UI shows it. */
    String TYPE = "SyncRecord";

    @WorkflowMethod(name = TYPE)
    void run(SyncRecordInput input);

    /** The image has changed: go round again, up to the revision named, or to whatever is newest. */
    @SignalMethod(name = "changed")
    void changed(@Nullable Changed change);

    /** Tries parked deliveries again at once: those of the system named, or all. */
    @SignalMethod(name = "retry")
    void retry(@Nullable Retry retry);

    /** Gives parked deliveries up, until the next change: those of the system named, or all. */
    @SignalMethod(name = "skip")
    void skip(@Nullable Skip skip);

    @QueryMethod(name = "status")
    SyncRecordStatus status();
}
