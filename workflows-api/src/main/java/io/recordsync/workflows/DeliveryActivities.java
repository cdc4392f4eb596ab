package io.recordsync.workflows;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/** Carries a record to one system. Runs on that system's task queue. */
@ActivityInterface
public interface DeliveryActivities {

    /**
     * Delivers the newest image: claims, transforms, asks for a permit, makes the call, settles.
     *
     * <p>Fails with {@link FailureTypes#PARKED} when it gives up, and with another type when Temporal should try again.
     */
    @ActivityMethod(name = "Deliver")
    DeliveryResult deliver(DeliveryRequest request);
}
