package io.recordsync.workflows;

import java.util.List;

/**
 * How far a chunk is.
 *
 * @param systems empty until it is routed
 * @param handedOver the records that go on in their own {@link SyncRecord}, and why; all others that are due are settled here
 */
public record SyncBatchStatus(int records, List<OfSystem> systems, List<HandedOver> handedOver) {

    public SyncBatchStatus {
        systems = List.copyOf(systems);
        handedOver = List.copyOf(handedOver);
    }

    /** @param settled of the deliveries that were due */
    public record OfSystem(String system, int due, int settled) {}
}
