package io.recordsync.workflows;

/**
 * Asks for the next page of a push.
 *
 * @param page the number of the page, counted from 1
 */
public record PushPageRequest(String tenant, String system, String entity, long runId, int fence, int page) {}
