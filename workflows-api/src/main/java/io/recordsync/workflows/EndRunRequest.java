package io.recordsync.workflows;

import org.jspecify.annotations.Nullable;

/**
 * Ends a run.
 *
 * @param status cancelled or failed; null if it came to its end
 * @param error why it failed, for people; else null
 */
public record EndRunRequest(
        String tenant,
        String system,
        String entity,
        long runId,
        int fence,
        @Nullable String status,
        @Nullable String error) {}
