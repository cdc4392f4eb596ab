package io.recordsync.workflows;

import java.util.List;

/**
 * The answer of the query {@code status}.
 *
 * @param heard the newest revision that the workflow has received
 * @param routed the revision that the workflow last routed
 * @param deliveries one delivery for each system that this run works for
 */
public record SyncRecordStatus(long heard, long routed, List<DeliveryStatus> deliveries) {

    public SyncRecordStatus {
        deliveries = List.copyOf(deliveries);
    }
}
