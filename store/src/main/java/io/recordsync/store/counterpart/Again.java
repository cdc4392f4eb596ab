package io.recordsync.store.counterpart;

/**
 * A row that is to be read again by its id.
 *
 * @param externalId the system's own id of the row
 */
public record Again(String externalId, Why why) {}
