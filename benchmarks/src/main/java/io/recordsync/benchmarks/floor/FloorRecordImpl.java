package io.recordsync.benchmarks.floor;

import io.temporal.activity.ActivityOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;

/** Runs one activity, with Temporal's default retries. */
public final class FloorRecordImpl implements FloorRecord {

    private final FloorActivities activities = Workflow.newActivityStub(
            FloorActivities.class,
            ActivityOptions.newBuilder()
                    .setTaskQueue(FloorActivities.QUEUE)
                    .setStartToCloseTimeout(Duration.ofSeconds(30))
                    .setDisableEagerExecution(true)
                    .build());

    @Override
    public void run(String recordId) {
        activities.deliver(recordId, Workflow.getInfo().getRunId());
    }
}
