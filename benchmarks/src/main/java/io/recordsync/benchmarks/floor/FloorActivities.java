package io.recordsync.benchmarks.floor;

import io.temporal.activity.ActivityInterface;

/** What {@link FloorRecord} does. */
@ActivityInterface
public interface FloorActivities {

    String QUEUE = "floor-system";

    /** Routes, claims, calls, settles. */
    void deliver(String recordId, String owner);
}
