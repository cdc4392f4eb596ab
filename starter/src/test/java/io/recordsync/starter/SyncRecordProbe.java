package io.recordsync.starter;

import io.recordsync.workflows.Changed;
import io.recordsync.workflows.DeadLetterActivities;
import io.recordsync.workflows.DeliveryFailure;
import io.recordsync.workflows.DeliveryStatus;
import io.recordsync.workflows.ParkedNotice;
import io.recordsync.workflows.Resolve;
import io.recordsync.workflows.Retry;
import io.recordsync.workflows.Skip;
import io.recordsync.workflows.SyncRecord;
import io.recordsync.workflows.SyncRecordInput;
import io.recordsync.workflows.SyncRecordStatus;
import io.recordsync.workflows.TaskQueues;
import io.recordsync.workflows.WorkflowIds;
import io.temporal.activity.ActivityOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Records every call and signal that it receives. It runs until {@code skip} or {@code retry}: a retry publishes the
 * record as parked, which is all that the starter sees of parking. A record whose id begins with {@code RED} has a
 * parked delivery in its status.
 */
public final class SyncRecordProbe implements SyncRecord {

    /**
     * The calls that each record's workflow received, by record id: {@code started}, {@code changed 3},
     * {@code retry null}.
     */
    public static final class Log {

        private final ConcurrentHashMap<String, Set<String>> told = new ConcurrentHashMap<>();

        public Set<String> of(String recordId) {
            return told.computeIfAbsent(recordId, id -> ConcurrentHashMap.newKeySet());
        }
    }

    private static final DeliveryFailure FAILURE =
            new DeliveryFailure(1, "INVALID", "the system refuses it", "error-1", false);
    private static final DeliveryStatus PARKED =
            new DeliveryStatus("hubspot", DeliveryStatus.State.PARKED, 0, FAILURE, null, null);

    private final Log log;
    private boolean over;
    private boolean parks;

    SyncRecordProbe(Log log) {
        this.log = log;
    }

    @Override
    public void run(SyncRecordInput input) {
        tell("started");
        Workflow.await(() -> over || parks);
        if (parks) {
            deadLetters()
                    .publishParked(
                            new ParkedNotice(input.tenant(), input.entity(), input.recordId(), "hubspot", FAILURE));
        }
    }

    private static DeadLetterActivities deadLetters() {
        return Workflow.newActivityStub(
                DeadLetterActivities.class,
                ActivityOptions.newBuilder()
                        .setTaskQueue(TaskQueues.STARTER)
                        .setStartToCloseTimeout(Duration.ofSeconds(30))
                        .build());
    }

    @Override
    public void changed(@Nullable Changed change) {
        tell("changed " + (change == null ? "" : change.revision()));
    }

    @Override
    public void retry(@Nullable Retry retry) {
        tell("retry " + (retry == null ? "" : retry.system()));
        parks = true;
    }

    @Override
    public void skip(@Nullable Skip skip) {
        tell("skip " + (skip == null ? "" : skip.system()));
        over = true;
    }

    @Override
    public void resolve(@Nullable Resolve resolve) {
        tell("resolve " + resolve);
        over = true;
    }

    @Override
    public SyncRecordStatus status() {
        return new SyncRecordStatus(1, 1, recordId().startsWith("RED") ? List.of(PARKED) : List.of());
    }

    private static String recordId() {
        return WorkflowIds.parse(Workflow.getInfo().getWorkflowId()).recordId();
    }

    private void tell(String what) {
        log.of(recordId()).add(what);
    }
}
