package io.recordsync.workflows;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/** What is asked of a system beside deliveries, on its own queue. */
@ActivityInterface
public interface SystemActivities {

    /** The fields of an entity, or of all that the rules map; some minutes old at most. */
    @ActivityMethod(name = "Describe")
    SystemDescription describe(DescribeRequest request);
}
