package io.recordsync.workflows;

import org.jspecify.annotations.Nullable;

/** @param entity the entity to describe; null for all entities that the rules map for the system */
public record DescribeRequest(
        String tenant, String system, @Nullable String entity) {}
