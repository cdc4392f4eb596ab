package io.recordsync.worker.workflow;

import io.recordsync.workflows.BeginRunRequest;
import io.recordsync.workflows.BeginRunResult;
import io.recordsync.workflows.EndRunRequest;
import io.recordsync.workflows.FailureTypes;
import io.recordsync.workflows.ReadChanges;
import io.recordsync.workflows.ReadChangesInput;
import io.recordsync.workflows.ReadChangesStatus;
import io.recordsync.workflows.ReadPageRequest;
import io.recordsync.workflows.ReadPageResult;
import io.recordsync.workflows.ReadPosition;
import io.recordsync.workflows.ReadPosition.Feed;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Begins a run, reads its pages, then the rows that could not be judged, then those that are gone, and ends it. */
public final class ReadChangesImpl implements ReadChanges {

    private static final String DELETES = "deletes";
    private static final String HELD = "waiting";
    private static final String CANCELLED = "cancelled";
    private static final String FAILED = "failed";
    private static final String OVERTAKEN = "overtaken";

    private final ReadChangesInput input;
    private final ReadStubs stubs;
    private ReadChangesStatus status = ReadChangesStatus.WAITING;

    @WorkflowInit
    public ReadChangesImpl(ReadChangesInput input) {
        this.input = input;
        this.stubs = new ReadStubs(input.tenant(), input.system(), input.entity());
    }

    @Override
    public ReadChangesStatus read(ReadChangesInput same) {
        ReadPosition begun = input.carried() == null ? begin() : input.carried();
        if (begun == null) {
            return status;
        }
        try {
            readAll(begun);
            ReadChangesStatus ended = end(begun, null, null);
            startPushIf(ended.push());
            holdIf(ended.status().equals(HELD));
            return ended;
        } catch (CanceledFailure e) {
            return cancelled(begun);
        } catch (ActivityFailure e) {
            return e.getCause() instanceof CanceledFailure ? cancelled(begun) : failed(begun, e);
        }
    }

    @Override
    public ReadChangesStatus status() {
        return status;
    }

    /**
     * Waits while another owner has a run of the reader: it ends, or can be taken over. Null if no run is needed,
     * because a later one is scheduled.
     */
    private @Nullable ReadPosition begin() {
        String owner = Workflow.getInfo().getFirstExecutionRunId();
        BeginRunRequest request =
                new BeginRunRequest(input, owner, Workflow.getInfo().getWorkflowId());
        BeginRunResult begun = stubs.brief().begin(request);
        while (begun.position() == null && !begun.wasSkipped()) {
            Workflow.sleep(ReadStubs.atLeast(Objects.requireNonNullElse(begun.pause(), Duration.ZERO)));
            begun = stubs.brief().begin(request);
        }
        status = begun.status();
        startPushIf(begun.push());
        return begun.position();
    }

    /** Creates have waited for the first read of all rows. A push whose workflow is gone is started again, too. */
    private void startPushIf(@Nullable Boolean isWanted) {
        if (Boolean.TRUE.equals(isWanted)) {
            stubs.startPush(input.askedBy());
        }
    }

    /** Deletes that are too many wait for a person. */
    private void holdIf(boolean isHeld) {
        if (isHeld) {
            stubs.hold();
        }
    }

    private void readAll(ReadPosition begun) {
        ReadPosition position = begun;
        if (position.feed() == Feed.CHANGES) {
            position = readFeed(position).with(Feed.AGAIN);
        }
        if (position.feed() == Feed.AGAIN) {
            position = readFeed(position);
            // A run whose history was begun by an older build ends here. The next one looks for deletes.
            if (Workflow.getVersion(DELETES, Workflow.DEFAULT_VERSION, 1) == Workflow.DEFAULT_VERSION) {
                return;
            }
        }
        readFeed(position.with(Feed.GONE));
    }

    /** Returns where the run stands after the last page of the feed. */
    private ReadPosition readFeed(ReadPosition from) {
        ReadPosition position = from;
        boolean last = false;
        while (!last) {
            goOnAsNewIfLong(position);
            ReadPageResult page = stubs.pages(position).page(request(position));
            status = page.status();
            last = page.last();
            requireNotCancelled();
            if (page.pause() != null) {
                Workflow.sleep(ReadStubs.atLeast(page.pause()));
            }
            if (page.committed()) {
                position = position.next(position.feed());
                stubs.startChunks(position, page);
            }
        }
        return position;
    }

    private ReadPageRequest request(ReadPosition position) {
        return new ReadPageRequest(
                input.tenant(),
                input.system(),
                input.entity(),
                position.runId(),
                position.fence(),
                position.page() + 1,
                position.feed(),
                input.pageSize());
    }

    /** What the last page of a cancelled run has changed is due in the ledger, where the sweeper finds it. */
    private static void requireNotCancelled() {
        if (CancellationScope.current().isCancelRequested()) {
            throw new CanceledFailure("the run was cancelled");
        }
    }

    private void goOnAsNewIfLong(ReadPosition position) {
        if (Workflow.getInfo().isContinueAsNewSuggested()) {
            Workflow.newContinueAsNewStub(ReadChanges.class).read(input.carrying(position));
        }
    }

    private ReadChangesStatus end(ReadPosition run, @Nullable String how, @Nullable String why) {
        status = stubs.brief()
                .end(new EndRunRequest(
                        input.tenant(), input.system(), input.entity(), run.runId(), run.fence(), how, why));
        return status;
    }

    private ReadChangesStatus cancelled(ReadPosition run) {
        Workflow.newDetachedCancellationScope(() -> end(run, CANCELLED, null)).run();
        return status;
    }

    /** The page has ended the run in the ledger already, or somebody else has the run; anything else is a defect. */
    private ReadChangesStatus failed(ReadPosition run, ActivityFailure failure) {
        String type = failure.getCause() instanceof ApplicationFailure cause ? cause.getType() : "";
        switch (type) {
            case FailureTypes.RUN_FAILED -> status = status.withStatus(FAILED);
            case FailureTypes.RUN_OVERTAKEN -> status = status.withStatus(OVERTAKEN);
            default -> end(run, FAILED, "A page failed for a reason that recordsync does not know.");
        }
        return status;
    }
}
