package io.recordsync.worker.workflow;

import io.recordsync.workflows.BeginPushRequest;
import io.recordsync.workflows.BeginRunResult;
import io.recordsync.workflows.EndRunRequest;
import io.recordsync.workflows.FailureTypes;
import io.recordsync.workflows.PushActivities;
import io.recordsync.workflows.PushInput;
import io.recordsync.workflows.PushPageRequest;
import io.recordsync.workflows.PushRecords;
import io.recordsync.workflows.ReadChangesStatus;
import io.recordsync.workflows.ReadPageResult;
import io.recordsync.workflows.ReadPosition;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import org.jspecify.annotations.Nullable;

/** Goes on with a run, looks at its pages, and starts the deliveries of each. The last page ends the run. */
public final class PushRecordsImpl implements PushRecords {

    private static final String CANCELLED = "cancelled";
    private static final String OVERTAKEN = "overtaken";

    private final PushInput input;
    private final ReadStubs stubs;
    private ReadChangesStatus status = ReadChangesStatus.WAITING;

    @WorkflowInit
    public PushRecordsImpl(PushInput input) {
        this.input = input;
        this.stubs = new ReadStubs(input.tenant(), input.system(), input.entity());
    }

    @Override
    public ReadChangesStatus push(PushInput same) {
        @Nullable ReadPosition begun = input.carried() == null ? begin() : input.carried();
        if (begun == null) {
            return status;
        }
        try {
            pushAll(begun);
        } catch (CanceledFailure e) {
            cancelled(begun);
        } catch (ActivityFailure e) {
            failed(begun, e);
        }
        return status;
    }

    @Override
    public ReadChangesStatus status() {
        return status;
    }

    /** Waits while another owner has the run. Returns null if there is nothing to do. */
    private @Nullable ReadPosition begin() {
        BeginPushRequest request = new BeginPushRequest(
                input,
                Workflow.getInfo().getFirstExecutionRunId(),
                Workflow.getInfo().getWorkflowId());
        PushActivities activities = stubs.pushes();
        BeginRunResult begun = activities.begin(request);
        while (begun.position() == null && begun.pause() != null) {
            Workflow.sleep(ReadStubs.atLeast(begun.pause()));
            begun = activities.begin(request);
        }
        status = begun.status();
        return begun.position();
    }

    private void pushAll(ReadPosition from) {
        ReadPosition position = from;
        boolean last = false;
        while (!last) {
            if (Workflow.getInfo().isContinueAsNewSuggested()) {
                Workflow.newContinueAsNewStub(PushRecords.class).push(input.carrying(position));
            }
            ReadPageResult page = stubs.pushes(position).page(request(position));
            status = page.status();
            last = page.last();
            position = position.next(position.feed());
            stubs.startChunks(position, page);
            if (!last && CancellationScope.current().isCancelRequested()) {
                throw new CanceledFailure("the run was cancelled");
            }
        }
    }

    private PushPageRequest request(ReadPosition position) {
        return new PushPageRequest(
                input.tenant(),
                input.system(),
                input.entity(),
                position.runId(),
                position.fence(),
                position.page() + 1);
    }

    private void cancelled(ReadPosition run) {
        EndRunRequest request = new EndRunRequest(
                input.tenant(), input.system(), input.entity(), run.runId(), run.fence(), CANCELLED, null);
        Workflow.newDetachedCancellationScope(() -> status = stubs.pushes().end(request))
                .run();
    }

    /** A page fails only if somebody else has the run, or if the run is cancelled. */
    private void failed(ReadPosition run, ActivityFailure failure) {
        if (failure.getCause() instanceof CanceledFailure) {
            cancelled(run);
        } else if (failure.getCause() instanceof ApplicationFailure cause
                && FailureTypes.RUN_OVERTAKEN.equals(cause.getType())) {
            status = status.withStatus(OVERTAKEN);
        } else {
            throw failure;
        }
    }
}
