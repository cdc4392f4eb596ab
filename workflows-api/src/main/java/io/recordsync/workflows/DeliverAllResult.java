package io.recordsync.workflows;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The result of an attempt to deliver a chunk to one system.
 *
 * @param settled the number of deliveries that were settled
 * @param handedOver the records that continue in workflows of their own
 * @param waiting the record ids to try again after the pause: their call failed or was not made, or another chunk works
 *     on them
 * @param otherRules the fingerprint of this worker's rules, if other rules routed a waiting record. The waiting records
 *     are then routed again. Null otherwise
 */
public record DeliverAllResult(
        int settled,
        List<HandedOver> handedOver,
        List<String> waiting,
        Duration pause,
        @Nullable String otherRules) {

    public DeliverAllResult {
        handedOver = List.copyOf(handedOver);
        waiting = List.copyOf(waiting);
    }
}
