package io.recordsync.worker.workflow;

import io.recordsync.workflows.ChunkActivities;
import io.recordsync.workflows.HandOverActivities;
import io.recordsync.workflows.LeaseOwners;
import io.recordsync.workflows.RoutingActivities;
import io.recordsync.workflows.SyncBatchInput;
import io.recordsync.workflows.TaskQueues;
import io.recordsync.workflows.Times;
import io.temporal.activity.ActivityOptions;
import io.temporal.activity.LocalActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;

/** The activities of one chunk, with their options. */
final class BatchStubs {

    /** How long an attempt may take whose rows the system may write as a job of its own. */
    private static final Duration JOB = Duration.ofMinutes(10);

    /** So soon another worker goes on if this one ends in the middle of a job. */
    private static final Duration ALIVE = Duration.ofMinutes(1);

    private final SyncBatchInput chunk;

    BatchStubs(SyncBatchInput chunk) {
        this.chunk = chunk;
    }

    RoutingActivities routing() {
        return Workflow.newLocalActivityStub(
                RoutingActivities.class,
                LocalActivityOptions.newBuilder()
                        .setStartToCloseTimeout(Duration.ofSeconds(30))
                        .setRetryOptions(RetryOptions.newBuilder()
                                .setInitialInterval(Duration.ofMillis(200))
                                .setMaximumInterval(Duration.ofSeconds(5))
                                // Without this count, the SDK does not retry a local activity.
                                .setMaximumAttempts(Integer.MAX_VALUE)
                                .build())
                        .setSummary("route " + chunk.recordIds().size())
                        .build());
    }

    /** Temporal retries it without limit: the activity fails only when nothing could be done. */
    ChunkActivities chunks(String system, Times times, int rows) {
        return Workflow.newActivityStub(
                ChunkActivities.class,
                within(times, rows)
                        .setTaskQueue(TaskQueues.ofSystem(system))
                        .setRetryOptions(RetryOptions.newBuilder()
                                .setInitialInterval(Duration.ofSeconds(2))
                                .setMaximumInterval(Duration.ofSeconds(32))
                                .build())
                        .setDisableEagerExecution(true)
                        .setPriority(Stubs.priority(chunk.tenant(), chunk.priorityOrLive()))
                        .setSummary(chunk.recordIds().size() + " → " + system)
                        .build());
    }

    /** Only chunks for a job have more records than usual. */
    private ActivityOptions.Builder within(Times times, int rows) {
        ActivityOptions.Builder options = ActivityOptions.newBuilder();
        return rows > RecordChunks.MOST_RECORDS && times.deliver().compareTo(JOB) < 0
                ? options.setStartToCloseTimeout(JOB).setHeartbeatTimeout(ALIVE)
                : options.setStartToCloseTimeout(times.deliver());
    }

    HandOverActivities handOver() {
        return Workflow.newActivityStub(
                HandOverActivities.class,
                ActivityOptions.newBuilder()
                        .setTaskQueue(TaskQueues.STARTER)
                        .setStartToCloseTimeout(Stubs.STARTER)
                        .setSummary("hand over")
                        .build());
    }

    /** The same owner for all retries of a part, so that each retry can take the part's own leases again. */
    String owner(String system) {
        return LeaseOwners.ofChunk(Workflow.getInfo().getRunId(), system);
    }
}
