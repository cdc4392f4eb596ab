package io.recordsync.workflows;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Deliveries of records of one tenant and one entity to one system.
 *
 * @param owner the owner of the leases, the same for each retry
 * @param rules the fingerprint of the rules that routed the records. A worker with other rules does not deliver them,
 *     and the records are routed again. Null in requests of older workflows, which any worker serves
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
