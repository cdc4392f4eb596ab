package io.recordsync.worker.workflow;

import io.recordsync.workflows.DeliveryFailure;

/** What the workflow does when the state of a delivery changes. */
interface DeliveryListener {

    /** A delivery was parked at a revision at which it was not parked before. */
    void parked(String system, DeliveryFailure failure);

    /** The state of a delivery, or what people see of it, has changed. */
    void changed();
}
