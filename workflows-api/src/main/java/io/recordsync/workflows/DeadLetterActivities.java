package io.recordsync.workflows;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/** Copies what parked to the dead-letter topic. Runs on {@link TaskQueues#STARTER}, where Kafka is known. */
@ActivityInterface
public interface DeadLetterActivities {

    @ActivityMethod(name = "PublishParked")
    void publishParked(ParkedNotice notice);
}
