package io.recordsync.workflows;

import org.jspecify.annotations.Nullable;

/**
 * A person's decision about the deletes that a run holds.
 *
 * @param runId the run that found them
 * @param by who decided; null if that is not known
 */
public record HeldDecision(long runId, @Nullable String by) {}
