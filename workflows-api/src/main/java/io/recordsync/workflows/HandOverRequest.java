package io.recordsync.workflows;

import java.util.List;

/** Records of one tenant and one entity that continue in workflows of their own. */
public record HandOverRequest(String tenant, String entity, List<String> recordIds) {

    public HandOverRequest {
        recordIds = List.copyOf(recordIds);
    }
}
