package io.recordsync.workflows;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/** Carries a chunk of records to one system. Runs on that system's task queue. */
@ActivityInterface
public interface ChunkActivities {

    /**
     * Delivers the newest images of the records: claims the deliveries, transforms the images, asks for permits, calls
     * the system with many records per call, and settles the deliveries.
     *
     * <p>Fails with {@link FailureTypes#WAITING} when nothing could be done now, so that Temporal tries again.
     */
    @ActivityMethod(name = "DeliverAll")
    DeliverAllResult deliverAll(DeliverAllRequest request);
}
