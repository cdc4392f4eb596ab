package io.recordsync.workflows;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the records of a chunk go now.
 *
 * @param parts the records that are due, by system
 * @param parked deliveries that were parked and are due, or are settled as unrouted now, and records that cannot be routed: their own workflows show
 *     it, and settle them
 * @param times what the settings say of times, so that the workflow reads no settings itself
 * @param rules by which they were routed: the rule set's fingerprint; null where an older worker routed
 */
public record RouteAllResult(
        List<Part> parts,
        List<HandedOver> parked,
        Times times,
        @Nullable String rules) {

    public RouteAllResult {
        parts = List.copyOf(parts);
        parked = List.copyOf(parked);
    }

    public record Part(String system, List<String> recordIds) {

        public Part {
            recordIds = List.copyOf(recordIds);
        }
    }
}
