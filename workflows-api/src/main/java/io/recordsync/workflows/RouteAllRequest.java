package io.recordsync.workflows;

import java.util.List;

/** Records of one tenant and one entity. */
public record RouteAllRequest(String tenant, String entity, List<String> recordIds) {

    public RouteAllRequest {
        recordIds = List.copyOf(recordIds);
    }
}
