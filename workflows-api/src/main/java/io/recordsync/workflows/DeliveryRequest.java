package io.recordsync.workflows;

import org.jspecify.annotations.Nullable;

/**
 * @param owner names this delivery among all that want the same lease: the run, and its count of deliveries; every attempt of one delivery has the same
 * @param rules by which the record was routed: a worker that has others gives the delivery back; null where an older workflow asks, which any worker serves
 */
public record DeliveryRequest(
        String tenant,
        String entity,
        String recordId,
        String system,
        String owner,
        @Nullable String rules) {}
