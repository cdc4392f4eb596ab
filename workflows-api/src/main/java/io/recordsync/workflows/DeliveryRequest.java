package io.recordsync.workflows;

/**
 * @param owner names this delivery among all that want the same lease: the run, and its count of deliveries; every attempt of one delivery has the same
 */
public record DeliveryRequest(String tenant, String entity, String recordId, String system, String owner) {}
