package io.recordsync.workflows;

import org.jspecify.annotations.Nullable;

/** @param entity what is to be described; null for all that the rules map for the system */
public record DescribeRequest(
        String tenant, String system, @Nullable String entity) {}
