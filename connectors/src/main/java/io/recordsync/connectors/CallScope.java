package io.recordsync.connectors;

/**
 * The limits for the calls of one delivery.
 *
 * @param deadline no call starts that could end after it, so that a lease never expires during a call
 * @param permits asked for a permit before each call
 */
public record CallScope(Deadline deadline, Permits permits) {}
