package io.recordsync.workflows;

public record RouteRequest(String tenant, String entity, String recordId) {}
