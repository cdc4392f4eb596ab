package io.recordsync.worker.workflow;

import io.recordsync.workflows.DescribeRequest;
import io.recordsync.workflows.DescribeSystem;
import io.recordsync.workflows.SystemActivities;
import io.recordsync.workflows.SystemDescription;
import io.recordsync.workflows.TaskQueues;
import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;

/** Runs one activity on the system's queue, without a retry: somebody waits for the answer, and can ask again. */
public final class DescribeSystemImpl implements DescribeSystem {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Override
    public SystemDescription describe(DescribeRequest request) {
        return Workflow.newActivityStub(
                        SystemActivities.class,
                        ActivityOptions.newBuilder()
                                .setTaskQueue(TaskQueues.ofSystem(request.system()))
                                .setScheduleToCloseTimeout(PATIENCE)
                                .setRetryOptions(RetryOptions.newBuilder()
                                        .setMaximumAttempts(1)
                                        .build())
                                .setDisableEagerExecution(true)
                                .setSummary("describe " + request.system())
                                .build())
                .describe(request);
    }
}
