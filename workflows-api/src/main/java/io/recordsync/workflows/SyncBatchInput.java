package io.recordsync.workflows;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Records of one tenant and one entity, each once.
 *
 * @param priority where their deliveries stand in the queue, of {@link Priorities}; null, as in older histories, is {@link Priorities#LIVE}
 */
public record SyncBatchInput(
        String tenant,
        String entity,
        List<String> recordIds,
        @Nullable Integer priority) {

    public SyncBatchInput {
        recordIds = List.copyOf(recordIds);
    }

    /** Of live changes. */
    public SyncBatchInput(String tenant, String entity, List<String> recordIds) {
        this(tenant, entity, recordIds, null);
    }

    public int priorityOrLive() {
        return priority == null ? Priorities.LIVE : priority;
    }
}
