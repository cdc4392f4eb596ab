package io.recordsync.store.reading;

import io.recordsync.store.counterpart.ReaderKey;
import io.recordsync.store.counterpart.RunOptions;
import java.time.Instant;
import java.util.Optional;

/**
 * One pass of a reader.
 *
 * @param workflowId the workflow that has it
 * @param options what was asked for beside the time
 * @param cursor where the next page begins
 * @param course what the run's cursor means for its reader
 * @param readToEnd whether the last page of changes is committed
 * @param page the number of pages that are committed
 * @param fence raised by each takeover: who has an older one commits nothing
 * @param most the largest number of rows; 0 for all
 * @param endedAt empty while it runs
 */
public record Run(
        long id,
        ReaderKey key,
        RunKind kind,
        String askedBy,
        String workflowId,
        RunOptions options,
        String cursor,
        Course course,
        boolean readToEnd,
        int page,
        int fence,
        long most,
        RunStatus status,
        RunCounts counts,
        Instant startedAt,
        Instant touchedAt,
        Optional<Instant> endedAt,
        Optional<RunError> error) {

    /**
     * What the cursor of a run means for its reader.
     *
     * @param moves whether the reader's cursor moves with each page
     * @param completes whether the reader's cursor is set where the run has read all
     */
    public record Course(boolean moves, boolean completes) {}

    /** @param message for people; contains no content */
    public record RunError(String errorId, String message) {}

    /** Whether it was to read all rows, and has. */
    public boolean isComplete() {
        return course.completes() && readToEnd;
    }

    /** Whether it only shows what it would change. */
    public boolean isDry() {
        return options.dry();
    }

    public boolean isRunning() {
        return status == RunStatus.RUNNING;
    }
}
