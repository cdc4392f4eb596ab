package io.recordsync.workflows;

import org.jspecify.annotations.Nullable;

/**
 * Which record to carry.
 *
 * @param carried what an earlier run of the same workflow hands on when it continues as new; null at a start
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
