package io.recordsync.workflows;

/**
 * A record that continues in a workflow of its own.
 *
 * @param reason a code, such as the system's own code for its refusal, or {@code LEASED}
 */
public record HandedOver(String recordId, String system, String reason) {}
