package io.recordsync.workflows;

/**
 * @param revision the image's revision after the change
 * @param priority where its deliveries stand in the queue: see {@link Priorities}
 */
public record Changed(long revision, int priority) {}
