package io.recordsync.workflows;

import org.jspecify.annotations.Nullable;

/**
 * Asks for the next page of a run.
 *
 * @param page the number of the page, counted from 1
 * @param size the number of rows; null for the system's largest
 */
public record ReadPageRequest(
        String tenant,
        String system,
        String entity,
        long runId,
        int fence,
        int page,
        ReadPosition.Feed feed,
        @Nullable Integer size) {}
