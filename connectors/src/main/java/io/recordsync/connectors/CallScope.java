package io.recordsync.connectors;

/**
 * The bounds of one delivery's calls.
 *
 * @param deadline no call starts that could end after it, so that a lease never ends under a call
 * @param permits asked before each call
 */
public record CallScope(Deadline deadline, Permits permits) {}
