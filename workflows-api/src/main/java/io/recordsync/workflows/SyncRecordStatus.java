package io.recordsync.workflows;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer of the query {@code status}.
 *
 * @param heard the newest revision that the workflow has received
 * @param routed the revision that the workflow last routed
 * @param deliveries one delivery for each system that this run works for
 * @param conflicts the conflicts that were open when the record was last routed; null if an older worker answers
 * @param answer what came of the last signal {@code resolve}; null if there was none
 */
public record SyncRecordStatus(
        long heard,
        long routed,
        List<DeliveryStatus> deliveries,
        @Nullable List<OpenConflict> conflicts,
        @Nullable String answer) {

    public SyncRecordStatus {
        deliveries = List.copyOf(deliveries);
        conflicts = conflicts == null ? null : List.copyOf(conflicts);
    }

    /** The status of a run without conflicts. */
    public SyncRecordStatus(long heard, long routed, List<DeliveryStatus> deliveries) {
        this(heard, routed, deliveries, null, null);
    }
}
