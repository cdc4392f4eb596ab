package io.recordsync.workflows;

/** @param skip which parked deliveries are given up */
public record SkipRequest(String tenant, String entity, String recordId, Skip skip) {}
