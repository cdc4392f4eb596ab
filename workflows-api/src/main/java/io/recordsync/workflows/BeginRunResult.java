package io.recordsync.workflows;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * @param position where the run stands; null if it cannot begin yet: another owner has a run of this reader, the reader
 *     is paused, or a process of an older build lives
 * @param status how it stands
 * @param pause how long to wait before the next try, if it cannot begin yet; else null
 * @param skipped whether no run is needed, because a later one is scheduled; null means false
 * @param push whether a {@link PushRecords} is to be started for a push that nobody carries on; null means false
 */
public record BeginRunResult(
        @Nullable ReadPosition position,
        ReadChangesStatus status,
        @Nullable Duration pause,
        @Nullable Boolean skipped,
        @Nullable Boolean push) {

    public BeginRunResult(@Nullable ReadPosition position, ReadChangesStatus status, @Nullable Duration pause) {
        this(position, status, pause, null, null);
    }

    public boolean wasSkipped() {
        return Boolean.TRUE.equals(skipped);
    }
}
