package io.recordsync.workflows;

import org.jspecify.annotations.Nullable;

/** @param retry which parked deliveries are due again although nothing has changed; null for none */
public record RouteRequest(
        String tenant,
        String entity,
        String recordId,
        @Nullable Retry retry) {}
