package io.recordsync.workflows;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Deliveries of records of one tenant and one entity to one system.
 *
 * @param owner of their leases: the same for each retry
 * @param rules by which the records were routed: a worker that has others gives the deliveries back; null where an older workflow asks, which any worker
 *     serves
 */
public record DeliverAllRequest(
        String tenant,
        String entity,
        List<String> recordIds,
        String system,
        String owner,
        @Nullable String rules) {

    public DeliverAllRequest {
        recordIds = List.copyOf(recordIds);
    }
}
