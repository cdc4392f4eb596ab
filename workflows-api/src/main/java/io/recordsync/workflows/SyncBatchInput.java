package io.recordsync.workflows;

import java.util.List;

/** Records of one tenant and one entity, each once. */
public record SyncBatchInput(String tenant, String entity, List<String> recordIds) {

    public SyncBatchInput {
        recordIds = List.copyOf(recordIds);
    }
}
