package io.recordsync.workflows;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * @param position where the run stands; null if another owner has a run of this reader
 * @param status how it stands
 * @param pause how long to wait before the next try, if another owner has a run; else null
 */
public record BeginRunResult(
        @Nullable ReadPosition position,
        ReadChangesStatus status,
        @Nullable Duration pause) {}
