package io.recordsync.workflows;

import java.util.List;
import java.util.Objects;

/**
 * @param skip which parked deliveries are given up
 * @param underWay the systems at which the run is just trying again: they are left out, and given up when that has failed
 */
public record SkipRequest(String tenant, String entity, String recordId, Skip skip, List<String> underWay) {

    public SkipRequest {
        underWay = List.copyOf(Objects.requireNonNullElse(underWay, List.of()));
    }
}
