package io.recordsync.workflows;

import org.jspecify.annotations.Nullable;

/**
 * Carries out a decision about held deletes, as far as one activity can.
 *
 * @param runId the run that found them; null for all whose time is over
 * @param approved whether the deletes are applied; else the records are kept
 * @param by who decided; null if nobody did in time
 */
public record DecideHeldRequest(
        String tenant,
        String system,
        String entity,
        @Nullable Long runId,
        boolean approved,
        @Nullable String by) {}
