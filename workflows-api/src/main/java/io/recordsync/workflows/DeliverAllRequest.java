package io.recordsync.workflows;

import java.util.List;

/**
 * Deliveries of records of one tenant and one entity to one system.
 *
 * @param owner of their leases: the same for each retry
 */
public record DeliverAllRequest(String tenant, String entity, List<String> recordIds, String system, String owner) {

    public DeliverAllRequest {
        recordIds = List.copyOf(recordIds);
    }
}
