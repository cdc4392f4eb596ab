package io.recordsync.workflows;

/** Which delivery parked, and why. */
public record ParkedNotice(String tenant, String entity, String recordId, String system, DeliveryFailure failure) {}
