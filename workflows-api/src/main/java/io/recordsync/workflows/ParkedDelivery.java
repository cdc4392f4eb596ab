package io.recordsync.workflows;

import java.time.Instant;

/**
 * A delivery that gave up for now.
 *
 * @param revision the revision that could not be delivered
 * @param parkedAt when it first parked; the park time runs from here
 * @param slowRetries how often it has been tried again by itself since
 * @param failure why
 */
public record ParkedDelivery(
        String system, long revision, Instant parkedAt, int slowRetries, DeliveryFailure failure) {}
