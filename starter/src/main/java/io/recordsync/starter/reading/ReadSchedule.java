package io.recordsync.starter.reading;

import io.recordsync.store.counterpart.ReaderKey;
import io.recordsync.workflows.Priorities;
import io.recordsync.workflows.ReadChanges;
import io.recordsync.workflows.ReadChangesInput;
import io.recordsync.workflows.TaskQueues;
import io.recordsync.workflows.WorkflowIds;
import io.temporal.api.enums.v1.ScheduleOverlapPolicy;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.schedules.Schedule;
import io.temporal.client.schedules.ScheduleActionStartWorkflow;
import io.temporal.client.schedules.ScheduleIntervalSpec;
import io.temporal.client.schedules.SchedulePolicy;
import io.temporal.client.schedules.ScheduleSpec;
import io.temporal.client.schedules.ScheduleState;
import io.temporal.common.Priority;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The parts of a reader's schedule in Temporal. Its workflow decides itself whether it reads all rows, so that a reader
 * has one schedule.
 *
 * @param workflowId the id of the schedule, and the beginning of the ids of its workflows
 * @param every the time between two starts
 * @param jitter the longest time by which a start is later, so that not all readers begin at once
 * @param catchUp how late a start may be that was missed while Temporal was away
 * @param note why it is paused; empty if it is not
 */
record ReadSchedule(
        String workflowId,
        ReadChangesInput input,
        String queue,
        int priority,
        Duration every,
        Duration jitter,
        ScheduleOverlapPolicy overlap,
        Duration catchUp,
        boolean paused,
        String note) {

    private static final Duration CATCH_UP = Duration.ofMinutes(1);
    private static final int PARTS_OF_JITTER = 10;

    static ReadSchedule of(ReaderPlan plan) {
        ReaderKey key = plan.key();
        return new ReadSchedule(
                WorkflowIds.readChanges(key.tenant(), key.system(), key.entity()),
                ReadChangesInput.scheduled(key.tenant(), key.system(), key.entity()),
                TaskQueues.RECORDSYNC,
                Priorities.LIVE,
                plan.every(),
                plan.every().dividedBy(PARTS_OF_JITTER),
                ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_SKIP,
                CATCH_UP,
                plan.pause().isPresent(),
                plan.pause().orElse(""));
    }

    /** The parts of a schedule that was found; empty if it is not one that starts reading. */
    static Optional<ReadSchedule> of(Schedule found) {
        List<ScheduleIntervalSpec> intervals = found.getSpec().getIntervals();
        if (intervals.size() != 1 || !(found.getAction() instanceof ScheduleActionStartWorkflow start)) {
            return Optional.empty();
        }
        WorkflowOptions options = start.getOptions();
        SchedulePolicy policy = Objects.requireNonNull(found.getPolicy());
        ScheduleState state = Objects.requireNonNull(found.getState());
        return Optional.of(new ReadSchedule(
                options.getWorkflowId(),
                start.getArguments().get(0, ReadChangesInput.class),
                options.getTaskQueue(),
                options.getPriority() == null ? 0 : options.getPriority().getPriorityKey(),
                intervals.getFirst().getEvery(),
                found.getSpec().getJitter(),
                policy.getOverlap(),
                policy.getCatchupWindow(),
                state.isPaused(),
                state.getNote()));
    }

    Schedule schedule() {
        return Schedule.newBuilder()
                .setAction(ScheduleActionStartWorkflow.newBuilder()
                        .setWorkflowType(ReadChanges.class)
                        .setArguments(input)
                        .setOptions(options())
                        .build())
                .setSpec(ScheduleSpec.newBuilder()
                        .setIntervals(List.of(new ScheduleIntervalSpec(every)))
                        .setJitter(jitter)
                        .build())
                .setPolicy(SchedulePolicy.newBuilder()
                        .setOverlap(overlap)
                        .setCatchupWindow(catchUp)
                        .build())
                .setState(ScheduleState.newBuilder()
                        .setPaused(paused)
                        .setNote(note)
                        .build())
                .build();
    }

    /** The client cannot read a schedule whose workflows have a summary and no details. */
    private WorkflowOptions options() {
        return WorkflowOptions.newBuilder()
                .setWorkflowId(workflowId)
                .setTaskQueue(queue)
                .setStaticSummary(input.entity() + " of " + input.system())
                .setStaticDetails("Started by the schedule of the reader; see `recordsync readers`.")
                .setPriority(Priority.newBuilder().setPriorityKey(priority).build())
                .build();
    }
}
