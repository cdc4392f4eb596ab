package io.recordsync.store.reading;

import io.recordsync.store.reading.Run.Course;
import io.recordsync.store.sql.Statements;
import java.util.Optional;

/** What follows when all rows have been read. */
final class LinkingEnd {

    /** A resend under way goes through all records again: it does at least what the push does. */
    private static final String BECOME_PUSH = """
            update run set kind = 'push', cursor = '', read_to_end = false
            where tenant = :tenant and system = :system and entity = :entity and status = 'running'
              and kind in ('push', 'resend')
            """;

    private final Statements statements;
    private final ReaderStore readers;

    LinkingEnd(Statements statements, ReaderStore readers) {
        this.statements = statements;
        this.readers = readers;
    }

    /**
     * The next delta begins where the run has ended. Creates have waited for the end of the first read: a run begins
     * that finds them. Nobody has it until a workflow begins with it.
     */
    void complete(Run run) {
        readers.complete(run.key(), run.cursor());
        if (run.kind() == RunKind.LINK
                && RunRows.insert(statements, run.key(), push(run)).isEmpty()) {
            RunRows.ofReader(statements, BECOME_PUSH, run.key()).update();
        }
    }

    private static NewRun push(Run link) {
        return new NewRun(
                RunKind.PUSH,
                link.askedBy(),
                RunOptions.NONE,
                Optional.empty(),
                "",
                new Course(false, false),
                0,
                PushStore.NOBODY,
                "");
    }
}
