package io.recordsync.workflows;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/** Carries a record to one system. Runs on that system's task queue. */
@ActivityInterface
public interface DeliveryActivities {

    /**
     * Delivers the newest image: claims the delivery, transforms the image, asks for a permit, makes the call, settles.
     *
     * <p>Fails with {@link FailureTypes#PARKED} when it gives up, with {@link FailureTypes#OTHER_RULES} when the record
     * has to be routed again first, and with another type when Temporal should try again.
     */
    @ActivityMethod(name = "Deliver")
    DeliveryResult deliver(DeliveryRequest request);
}
