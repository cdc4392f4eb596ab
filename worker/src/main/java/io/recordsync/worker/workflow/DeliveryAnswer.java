package io.recordsync.worker.workflow;

import io.recordsync.workflows.DeliveryFailure;

/** How the activity of a delivery has ended. */
sealed interface DeliveryAnswer {

    /** The delivery is settled at this revision. */
    record Delivered(long revision) implements DeliveryAnswer {}

    /** The worker has other rules than those that routed the record, and has done nothing. */
    record RulesDiffer() implements DeliveryAnswer {}

    /** A row that the delivery met has changed the record. Nothing is settled. */
    record RecordChanged() implements DeliveryAnswer {}

    /** The activity gave up. */
    record GaveUp(DeliveryFailure failure) implements DeliveryAnswer {}
}
