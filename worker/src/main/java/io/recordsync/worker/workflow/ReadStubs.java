package io.recordsync.worker.workflow;

import io.recordsync.workflows.HeldDeletes;
import io.recordsync.workflows.HeldDeletesInput;
import io.recordsync.workflows.Priorities;
import io.recordsync.workflows.PushActivities;
import io.recordsync.workflows.PushInput;
import io.recordsync.workflows.PushRecords;
import io.recordsync.workflows.ReadPageResult;
import io.recordsync.workflows.ReadPosition;
import io.recordsync.workflows.ReadingActivities;
import io.recordsync.workflows.SyncBatch;
import io.recordsync.workflows.SyncBatchInput;
import io.recordsync.workflows.TaskQueues;
import io.recordsync.workflows.WorkflowIds;
import io.temporal.activity.ActivityCancellationType;
import io.temporal.activity.ActivityOptions;
import io.temporal.api.enums.v1.ParentClosePolicy;
import io.temporal.common.RetryOptions;
import io.temporal.failure.ChildWorkflowFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.ChildWorkflowCancellationType;
import io.temporal.workflow.ChildWorkflowOptions;
import io.temporal.workflow.SignalExternalWorkflowException;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;

/** The activities and child workflows of a run, with their options. */
final class ReadStubs {

    private static final Duration BRIEF = Duration.ofSeconds(30);
    private static final Duration LEAST_PAUSE = Duration.ofSeconds(1);
    private static final String DELTA = "delta";

    private static final Logger LOG = Workflow.getLogger(ReadStubs.class);

    /** A decision asks the system for some rows, as a page does. */
    private static final Duration DECISION = Duration.ofMinutes(5);

    private final String tenant;
    private final String system;
    private final String entity;

    ReadStubs(String tenant, String system, String entity) {
        this.tenant = tenant;
        this.system = system;
        this.entity = entity;
    }

    /** Begins and ends runs. */
    ReadingActivities brief() {
        return stub(ReadingActivities.class, BRIEF, Priorities.LIVE);
    }

    /** A cancel waits for the end of the page. Temporal retries it without limit. */
    ReadingActivities pages(ReadPosition position) {
        return stub(ReadingActivities.class, position.pageTime(), priority(position));
    }

    /** Begins and ends pushes. */
    PushActivities pushes() {
        return stub(PushActivities.class, BRIEF, Priorities.LIVE);
    }

    PushActivities pushes(ReadPosition position) {
        return stub(PushActivities.class, position.pageTime(), Priorities.BACKFILL);
    }

    /** Carries out decisions about held deletes. */
    ReadingActivities decisions() {
        return stub(ReadingActivities.class, DECISION, Priorities.PERSON);
    }

    private <T> T stub(Class<T> activities, Duration time, int priority) {
        return Workflow.newActivityStub(
                activities,
                ActivityOptions.newBuilder()
                        .setTaskQueue(TaskQueues.ofSystem(system))
                        .setStartToCloseTimeout(time)
                        .setRetryOptions(RetryOptions.newBuilder()
                                .setInitialInterval(Duration.ofSeconds(2))
                                .setMaximumInterval(Duration.ofSeconds(32))
                                .build())
                        .setCancellationType(ActivityCancellationType.WAIT_CANCELLATION_COMPLETED)
                        .setDisableEagerExecution(true)
                        .setPriority(Stubs.priority(tenant, priority))
                        .setSummary(entity + " of " + system)
                        .build());
    }

    /** The push that follows the first read of all rows goes on when the reading ends. */
    void startPush(String askedBy) {
        PushRecords push = Workflow.newChildWorkflowStub(
                PushRecords.class,
                child(WorkflowIds.pushRecords(tenant, system, entity))
                        .setPriority(Stubs.priority(tenant, Priorities.BACKFILL))
                        .setStaticSummary(entity + " to " + system)
                        .build());
        Async.function(push::push, new PushInput(tenant, system, entity, null, askedBy, null));
        try {
            Workflow.getWorkflowExecution(push).get();
        } catch (ChildWorkflowFailure e) {
            LOG.info("The push of {} to {} was not started, because one is running.", entity, system);
        }
    }

    /** The chunks start before the next page is read, and are not waited for. */
    void startChunks(ReadPosition position, ReadPageResult page) {
        int part = 0;
        for (List<String> recordIds : RecordChunks.of(page.changed(), page.together())) {
            part++;
            start(
                    WorkflowIds.readBatch(position.runId(), position.page(), part),
                    new SyncBatchInput(tenant, entity, recordIds, priority(position)));
        }
    }

    static Duration atLeast(Duration pause) {
        return pause.compareTo(LEAST_PAUSE) < 0 ? LEAST_PAUSE : pause;
    }

    /** Starts a chunk, which goes on when the run ends or is cancelled. It is not waited for. */
    void start(String workflowId, SyncBatchInput chunk) {
        SyncBatch batch = batch(workflowId, chunk);
        Async.procedure(batch::run, chunk);
        try {
            Workflow.getWorkflowExecution(batch).get();
        } catch (ChildWorkflowFailure e) {
            LOG.warn(
                    "A chunk of {} records was not started. The sweeper finds them.",
                    chunk.recordIds().size());
        }
    }

    private SyncBatch batch(String workflowId, SyncBatchInput chunk) {
        return Workflow.newChildWorkflowStub(
                SyncBatch.class,
                child(workflowId)
                        .setPriority(Stubs.priority(tenant, chunk.priorityOrLive()))
                        .setStaticSummary(chunk.recordIds().size() + " × " + chunk.entity())
                        .build());
    }

    /** Lets the held deletes wait for a person. If others of the reader wait already, they are told. */
    void hold() {
        String id = WorkflowIds.heldDeletes(tenant, system, entity);
        HeldDeletes held = Workflow.newChildWorkflowStub(
                HeldDeletes.class,
                child(id)
                        .setPriority(Stubs.priority(tenant, Priorities.PERSON))
                        .setStaticSummary("held deletes of " + entity + " of " + system)
                        .build());
        Async.procedure(held::hold, new HeldDeletesInput(tenant, system, entity, null));
        try {
            Workflow.getWorkflowExecution(held).get();
        } catch (ChildWorkflowFailure e) {
            tellOfMore(id);
        }
    }

    /** A decision starts the workflow, so that nothing is lost if it has just ended. */
    private static void tellOfMore(String id) {
        try {
            Workflow.newExternalWorkflowStub(HeldDeletes.class, id).replaced();
        } catch (SignalExternalWorkflowException e) {
            LOG.warn("{} has ended. A decision about the held deletes starts it again.", id);
        }
    }

    private static ChildWorkflowOptions.Builder child(String id) {
        return ChildWorkflowOptions.newBuilder()
                .setWorkflowId(id)
                .setTaskQueue(TaskQueues.RECORDSYNC)
                .setParentClosePolicy(ParentClosePolicy.PARENT_CLOSE_POLICY_ABANDON)
                .setCancellationType(ChildWorkflowCancellationType.ABANDON);
    }

    /** Nobody waits for a run that reads all rows. */
    static int priority(ReadPosition position) {
        return position.kind().equals(DELTA) ? Priorities.LIVE : Priorities.BACKFILL;
    }
}
