package io.recordsync.workflows;

/** @param resolve what a person has decided */
public record ResolveRequest(String tenant, String entity, String recordId, Resolve resolve) {}
