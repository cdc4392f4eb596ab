package io.recordsync.workflows;

import java.util.List;

/**
 * The answer of the query {@code status}.
 *
 * @param heard the newest revision that the workflow has heard of
 * @param routed the revision that it last routed
 * @param deliveries one for each system that it works for in this run
 */
public record SyncRecordStatus(long heard, long routed, List<DeliveryStatus> deliveries) {

    public SyncRecordStatus {
        deliveries = List.copyOf(deliveries);
    }
}
