package io.recordsync.workflows;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of a chunk's deliveries to one system.
 *
 * @param settled how many
 * @param handedOver those that go on by themselves
 * @param waiting record ids to try again after the pause: the call that was to carry them failed, or was not made, or another chunk works on them
 * @param otherRules those that the worker has, when what waits was given back because it was routed by others: it is to be routed again; null otherwise
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
