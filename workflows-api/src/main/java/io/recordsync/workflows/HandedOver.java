package io.recordsync.workflows;

/**
 * A record that goes on by itself.
 *
 * @param reason a code, such as the system's own for its refusal, or {@code LEASED}
 */
public record HandedOver(String recordId, String system, String reason) {}
