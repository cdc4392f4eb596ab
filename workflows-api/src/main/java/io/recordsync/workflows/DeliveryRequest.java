package io.recordsync.workflows;

import org.jspecify.annotations.Nullable;

/**
 * @param owner identifies this delivery among all deliveries that may want the same lease. It consists of the run id
 *     and the number of the delivery within the run. All attempts of one delivery have the same owner
 * @param rules the fingerprint of the rules that routed the record. A worker with other rules does not deliver it. Null
 *     in requests of older workflows, which any worker serves
 */
public record DeliveryRequest(
        String tenant,
        String entity,
        String recordId,
        String system,
        String owner,
        @Nullable String rules) {}
