package io.recordsync.benchmarks.floor;

import io.temporal.activity.ActivityInterface;

/** The activity of {@link FloorRecord}. */
@ActivityInterface
public interface FloorActivities {

    String QUEUE = "floor-system";

    /** Routes, claims, calls the system, and settles. */
    void deliver(String recordId, String owner);
}
