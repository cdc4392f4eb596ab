package io.recordsync.workflows;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Records of one tenant and one entity, each at most once.
 *
 * @param priority the priority of their deliveries, one of {@link Priorities}; null, as in older histories, means
 *     {@link Priorities#LIVE}
 */
public record SyncBatchInput(
        String tenant,
        String entity,
        List<String> recordIds,
        @Nullable Integer priority) {

    public SyncBatchInput {
        recordIds = List.copyOf(recordIds);
    }

    /** Records with live changes. */
    public SyncBatchInput(String tenant, String entity, List<String> recordIds) {
        this(tenant, entity, recordIds, null);
    }

    public int priorityOrLive() {
        return priority == null ? Priorities.LIVE : priority;
    }
}
