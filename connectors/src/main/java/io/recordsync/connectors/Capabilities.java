package io.recordsync.connectors;

/**
 * What a system can do, and what its account allows.
 *
 * @param largestBatch most writes in one {@link Connector#writeAll} call
 * @param upsertByExternalId whether the system itself makes a repeated create harmless; where not, a create leaves its intent first
 * @param quota the calls that the account allows
 */
public record Capabilities(int largestBatch, boolean upsertByExternalId, Quota quota) {}
