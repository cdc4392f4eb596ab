package io.recordsync.workflows;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/** Requests to a system other than deliveries. Runs on that system's task queue. */
@ActivityInterface
public interface SystemActivities {

    /** The fields of an entity, or of all entities that the rules map. The answer can be some minutes old. */
    @ActivityMethod(name = "Describe")
    SystemDescription describe(DescribeRequest request);
}
