package io.recordsync.workflows;

import org.jspecify.annotations.Nullable;

/**
 * The record to carry.
 *
 * @param carried the state that an earlier run of the same workflow passed on when it continued as new; null at a start
 */
public record SyncRecordInput(
        String tenant,
        String entity,
        String recordId,
        @Nullable ContinueAsNewState carried) {

    public static SyncRecordInput of(String tenant, String entity, String recordId) {
        return new SyncRecordInput(tenant, entity, recordId, null);
    }
}
