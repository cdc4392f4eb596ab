package io.recordsync.workflows;

/** @param revision the revision up to which the delivery is given up */
public record SkipRequest(String tenant, String entity, String recordId, String system, long revision) {}
