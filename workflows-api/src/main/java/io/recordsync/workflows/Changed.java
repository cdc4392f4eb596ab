package io.recordsync.workflows;

/**
 * @param revision the image's revision after the change
 * @param priority the priority of the record's deliveries, one of {@link Priorities}
 */
public record Changed(long revision, int priority) {}
