package io.recordsync.workflows;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/** Starts or wakes the workflows of single records. Runs on {@link TaskQueues#STARTER}. */
@ActivityInterface
public interface HandOverActivities {

    @ActivityMethod(name = "HandOver")
    void handOver(HandOverRequest request);
}
