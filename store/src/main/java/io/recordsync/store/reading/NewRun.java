package io.recordsync.store.reading;

import io.recordsync.store.counterpart.RunOptions;
import io.recordsync.store.reading.Run.Course;
import java.time.Instant;
import java.util.Optional;

/**
 * A run that is to begin.
 *
 * @param askedBy who asked for it
 * @param options what was asked for beside the time, as given
 * @param since the time that was asked for
 * @param cursor where its first page begins
 * @param most the largest number of rows; 0 for all
 * @param owner names the chain of workflow runs that has it, so that a repeated begin meets its own run
 */
public record NewRun(
        RunKind kind,
        String askedBy,
        RunOptions options,
        Optional<Instant> since,
        String cursor,
        Course course,
        long most,
        String owner,
        String workflowId) {

    /** A run of which nothing else is asked. */
    public NewRun(
            RunKind kind,
            String askedBy,
            Optional<Instant> since,
            String cursor,
            Course course,
            long most,
            String owner,
            String workflowId) {
        this(kind, askedBy, RunOptions.NONE, since, cursor, course, most, owner, workflowId);
    }
}
