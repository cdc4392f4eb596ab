package io.recordsync.workflows;

import java.util.List;

/**
 * How far a chunk is. After an outage so long that it went on in a run of its own, of what still waited then.
 *
 * @param systems empty until it is routed
 * @param handedOver the records that go on in their own {@link SyncRecord}, and why; all others that are due are settled here
 * @param asked of the record that was asked for, at each system where it was due; empty when none was
 */
public record SyncBatchStatus(int records, List<OfSystem> systems, List<HandedOver> handedOver, List<OfRecord> asked) {

    public SyncBatchStatus {
        systems = List.copyOf(systems);
        handedOver = List.copyOf(handedOver);
        asked = List.copyOf(asked);
    }

    /** @param settled of the deliveries that were due */
    public record OfSystem(String system, int due, int settled) {}

    /** @param outcome {@code settled}, {@code waiting}, or the reason for which it goes on by itself */
    public record OfRecord(String system, String outcome) {}
}
