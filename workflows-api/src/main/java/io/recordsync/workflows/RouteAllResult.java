package io.recordsync.workflows;

import java.util.List;

/**
 * Where the records of a chunk go now.
 *
 * @param parts the records that are due, by system
 * @param parked deliveries that are due and were parked: their own workflows show it, and settle them
 * @param times what the settings say of times, so that the workflow reads no settings itself
 */
public record RouteAllResult(List<Part> parts, List<HandedOver> parked, Times times) {

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
