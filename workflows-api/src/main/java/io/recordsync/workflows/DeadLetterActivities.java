package io.recordsync.workflows;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/**
 * Copies parked deliveries to the dead-letter topic. Runs on {@link TaskQueues#STARTER}, because only the starter is
 * connected to Kafka.
 */
@ActivityInterface
public interface DeadLetterActivities {

    @ActivityMethod(name = "PublishParked")
    void publishParked(ParkedNotice notice);
}
