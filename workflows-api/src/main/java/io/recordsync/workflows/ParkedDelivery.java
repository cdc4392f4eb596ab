package io.recordsync.workflows;

import java.time.Instant;

/**
 * A parked delivery.
 *
 * @param revision the revision that could not be delivered
 * @param parkedAt when the delivery was first parked; the park time starts here
 * @param slowRetries the number of automatic retries since then
 * @param failure why the delivery was parked
 */
public record ParkedDelivery(String system, long revision, Instant parkedAt, int slowRetries, DeliveryFailure failure) {

    /** The same delivery with one slow retry more. */
    public ParkedDelivery afterSlowRetry() {
        return new ParkedDelivery(system, revision, parkedAt, slowRetries + 1, failure);
    }
}
