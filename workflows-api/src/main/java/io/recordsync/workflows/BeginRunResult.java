package io.recordsync.workflows;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * @param position where the run stands; null if it cannot begin yet: another owner has a run of this reader, or a
 *     process of an older build lives
 * @param status how it stands
 * @param pause how long to wait before the next try, if it cannot begin yet; else null
 */
public record BeginRunResult(
        @Nullable ReadPosition position,
        ReadChangesStatus status,
        @Nullable Duration pause) {}
