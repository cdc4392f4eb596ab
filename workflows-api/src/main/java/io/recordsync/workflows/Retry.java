package io.recordsync.workflows;

import org.jspecify.annotations.Nullable;

/** @param system which parked delivery to try again; null for all */
public record Retry(@Nullable String system) {}
