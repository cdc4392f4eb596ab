package io.recordsync.workflows;

import java.util.List;

/**
 * The progress of a chunk. After the workflow has continued as new, which can happen in a long outage, this covers only
 * the records that still waited then.
 *
 * @param systems the progress at each system; empty until the records are routed
 * @param handedOver the records that continue in their own {@link SyncRecord}, and why; this workflow settles all other
 *     records that are due
 * @param asked the outcome of the record that the query names, at each system where it was due; empty if the query
 *     names none
 */
public record SyncBatchStatus(int records, List<OfSystem> systems, List<HandedOver> handedOver, List<OfRecord> asked) {

    public SyncBatchStatus {
        systems = List.copyOf(systems);
        handedOver = List.copyOf(handedOver);
        asked = List.copyOf(asked);
    }

    /** @param settled how many of the due deliveries are settled */
    public record OfSystem(String system, int due, int settled) {}

    /** @param outcome {@code settled}, {@code waiting}, what it waits for, or the reason why it was handed over */
    public record OfRecord(String system, String outcome) {}
}
