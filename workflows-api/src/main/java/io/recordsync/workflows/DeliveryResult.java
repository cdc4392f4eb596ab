package io.recordsync.workflows;

/**
 * @param revision the revision that is settled now
 * @param outcome {@code applied}, {@code unchanged} or {@code unrouted}
 */
public record DeliveryResult(long revision, String outcome) {}
