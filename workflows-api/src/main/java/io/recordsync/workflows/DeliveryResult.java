package io.recordsync.workflows;

/**
 * @param revision the revision that the system has now
 * @param outcome how it came there: {@code applied}, {@code unchanged} or {@code unrouted}
 */
public record DeliveryResult(long revision, String outcome) {}
