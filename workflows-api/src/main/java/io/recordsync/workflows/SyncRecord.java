package io.recordsync.workflows;

import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import org.jspecify.annotations.Nullable;

/**
 * Carries one record to every system that should have it. One record has one running workflow, whose id is
 * {@link WorkflowIds#syncRecord}. The workflow is started by signal-with-start, and ends when every delivery has
 * reached the newest revision that the workflow has received.
 *
 * <p>Every signal may be sent without an argument, as {@code temporal workflow signal --name retry} does.
 */
@WorkflowInterface
public interface SyncRecord {

    /** The workflow's type, as Temporal's Web UI shows it. */
    String TYPE = "SyncRecord";

    @WorkflowMethod(name = TYPE)
    void run(SyncRecordInput input);

    /**
     * Tells that the image has changed. The workflow routes and delivers again, unless it has already routed the
     * revision that the argument names. Without an argument it always routes again.
     */
    @SignalMethod(name = "changed")
    void changed(@Nullable Changed change);

    /** Tries parked deliveries again at once: that of the named system, or all. */
    @SignalMethod(name = "retry")
    void retry(@Nullable Retry retry);

    /** Gives parked deliveries up until the next change: that of the named system, or all. */
    @SignalMethod(name = "skip")
    void skip(@Nullable Skip skip);

    /** Decides a conflict. The answer is in the status. */
    @SignalMethod(name = "resolve")
    void resolve(@Nullable Resolve resolve);

    @QueryMethod(name = "status")
    SyncRecordStatus status();
}
