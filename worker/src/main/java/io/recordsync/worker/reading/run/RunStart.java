package io.recordsync.worker.reading.run;

import io.recordsync.connectors.Cursor;
import io.recordsync.store.counterpart.RunOptions;
import io.recordsync.store.reading.Reader;
import io.recordsync.store.reading.Reader.State;
import io.recordsync.store.reading.Run.Course;
import io.recordsync.store.reading.RunKind;
import java.time.Instant;
import java.util.Optional;

/**
 * Where a run begins, and what it means for its reader.
 *
 * @param cursor where the first page begins
 */
record RunStart(RunKind kind, Cursor cursor, Course course) {

    /** A run from the beginning leaves the reader where it is until all rows have been read. */
    private static final Course COMPLETES = new Course(false, true);

    private static final Course MOVES = new Course(true, false);
    private static final Course LEAVES = new Course(false, false);

    /**
     * The first that is given counts: the time, a wish that concerns all rows, all rows, where the reader stands; else
     * the beginning. A reader that needs a full run gets one, whatever is asked for.
     *
     * @param since from which time of change on rows are read
     */
    static RunStart of(Optional<Instant> since, RunOptions options, Reader reader) {
        boolean full = options.overwrites() || options.link().isPresent() || options.full();
        if (!reader.needsFull() && since.isPresent()) {
            return new RunStart(RunKind.DELTA, Cursor.since(since.get()), LEAVES);
        }
        if (!reader.needsFull() && !full && reader.cursor().isPresent()) {
            return new RunStart(RunKind.DELTA, new Cursor(reader.cursor().get()), MOVES);
        }
        RunKind kind = reader.state() == State.LIVE ? RunKind.FULL : RunKind.LINK;
        return new RunStart(kind, Cursor.BEGINNING, COMPLETES);
    }
}
