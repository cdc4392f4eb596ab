package io.recordsync.workflows;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The systems that the records of a chunk are to be delivered to.
 *
 * @param parts the records that are due, by system
 * @param parked the deliveries that were parked and are now due or settled as unrouted, and the records that cannot be
 *     routed. Their own workflows show and settle them
 * @param times the times from the settings, so that the workflow reads no settings itself
 * @param rules the fingerprint of the rule set that routed the records; null if an older worker routed them
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
