package io.recordsync.workflows;

import java.util.List;
import java.util.Objects;

/**
 * @param skip which parked deliveries are given up
 * @param underWay the systems where the run is trying the delivery again now. These deliveries are left out, and are
 *     given up when the attempt has failed
 */
public record SkipRequest(String tenant, String entity, String recordId, Skip skip, List<String> underWay) {

    public SkipRequest {
        underWay = List.copyOf(Objects.requireNonNullElse(underWay, List.of()));
    }
}
