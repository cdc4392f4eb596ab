package io.recordsync.starter.rest;

import io.recordsync.workflows.Priorities;
import io.recordsync.workflows.PushInput;
import io.recordsync.workflows.PushRecords;
import io.recordsync.workflows.ReadChanges;
import io.recordsync.workflows.ReadChangesInput;
import io.recordsync.workflows.ReadChangesStatus;
import io.recordsync.workflows.TaskQueues;
import io.recordsync.workflows.WorkflowIds;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.client.WorkflowTargetOptions;
import io.temporal.common.Priority;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Starts {@link ReadChanges} and {@link PushRecords}. A reader whose workflow is running has no second one. */
final class ReadingWorkflow {

    private static final Duration LOOK = Duration.ofMillis(100);

    private final WorkflowClient client;
    private final TemporalCalls temporal;

    ReadingWorkflow(WorkflowClient client, TemporalCalls temporal) {
        this.client = client;
        this.temporal = temporal;
    }

    /** The workflow of a run. */
    record Chain(String id, String run) {}

    /**
     * How a workflow has ended.
     *
     * @param run the id of its run; 0 if none began
     * @param error why none began
     */
    record End(long run, String error) {}

    /** Returns the workflow, which may have been running before. */
    Chain start(ReadChangesInput input) {
        String id = input.onlyShows()
                ? WorkflowIds.dryRun(input.tenant(), input.system(), input.entity())
                : WorkflowIds.readChanges(input.tenant(), input.system(), input.entity());
        String summary = input.entity() + " of " + input.system();
        ReadChanges workflow = client.newWorkflowStub(ReadChanges.class, options(id, summary, Priorities.LIVE));
        return start(id, () -> WorkflowClient.start(workflow::read, input));
    }

    /** The same for a run that gives to a system. */
    Chain start(PushInput input) {
        String id = WorkflowIds.pushRecords(input.tenant(), input.system(), input.entity());
        String summary = input.entity() + " to " + input.system();
        PushRecords workflow = client.newWorkflowStub(PushRecords.class, options(id, summary, Priorities.BACKFILL));
        return start(id, () -> WorkflowClient.start(workflow::push, input));
    }

    private static WorkflowOptions options(String id, String summary, int priority) {
        return WorkflowOptions.newBuilder()
                .setWorkflowId(id)
                .setTaskQueue(TaskQueues.RECORDSYNC)
                .setWorkflowIdConflictPolicy(WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING)
                .setStaticSummary(summary)
                .setPriority(Priority.newBuilder().setPriorityKey(priority).build())
                .build();
    }

    private Chain start(String id, Supplier<WorkflowExecution> start) {
        return new Chain(
                id, temporal.within(TemporalCalls.SIGNAL, () -> start.get().getRunId()));
    }

    /**
     * Asks a workflow to end after the page that it reads.
     *
     * @return false if it does not run
     */
    boolean cancel(String id) {
        try {
            temporal.signal(() -> client.newUntypedWorkflowStub(id).cancel());
            return true;
        } catch (WorkflowNotFoundException e) {
            return false;
        }
    }

    /** Empty while the workflow runs. */
    Optional<End> end(Chain chain) {
        WorkflowStub workflow = client.newUntypedWorkflowStub(
                WorkflowTargetOptions.newBuilder()
                        .setWorkflowId(chain.id())
                        .setRunId(chain.run())
                        .build(),
                Optional.of(ReadChanges.TYPE));
        return temporal.within(TemporalCalls.SIGNAL, () -> end(workflow));
    }

    private static Optional<End> end(WorkflowStub workflow) {
        try {
            ReadChangesStatus status =
                    workflow.getResult(LOOK.toMillis(), TimeUnit.MILLISECONDS, ReadChangesStatus.class);
            return Optional.of(new End(status.runId(), "")).filter(end -> end.run() > 0);
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (WorkflowNotFoundException e) {
            return Optional.of(new End(0, "Temporal does not know its workflow any more."));
        } catch (WorkflowFailedException e) {
            return Optional.of(new End(0, why(e)));
        }
    }

    private static String why(WorkflowFailedException failure) {
        return Stream.iterate((Throwable) failure, cause -> cause != null, Throwable::getCause)
                .filter(ApplicationFailure.class::isInstance)
                .map(cause -> String.valueOf(((ApplicationFailure) cause).getOriginalMessage()))
                .findFirst()
                .orElse("Its workflow was cancelled or terminated.");
    }
}
