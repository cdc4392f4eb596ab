package io.recordsync.workflows;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/** Carries a chunk of records to one system. Runs on that system's task queue. */
@ActivityInterface
public interface ChunkActivities {

    /**
     * Delivers the newest images: claims all, transforms, asks for a permit, makes one call, settles all.
     *
     * <p>Fails with {@link FailureTypes#WAITING} when nothing could be done now, so that Temporal tries again.
     */
    @ActivityMethod(name = "DeliverAll")
    DeliverAllResult deliverAll(DeliverAllRequest request);
}
