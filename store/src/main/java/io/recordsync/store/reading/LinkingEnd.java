package io.recordsync.store.reading;

import io.recordsync.store.counterpart.ReaderKey;
import io.recordsync.store.reading.Run.Course;
import io.recordsync.store.sql.Statements;
import java.util.Optional;

/** What follows when all rows have been read. */
final class LinkingEnd {

    /** A resend under way goes through all records again: it does at least what the push does. */
    private static final String BECOME_PUSH = """
            update run
            set kind = 'push', cursor = '', read_to_end = false,
                -- What was asked for is done all the same.
                options = case kind when 'resend' then options || '{"retries": true}' else options end
            where tenant = :tenant and system = :system and entity = :entity and status = 'running'
              and kind in ('push', 'resend')
            """;

    /** Who asked for the newest first read that is complete, if no push has ended or been under way since. */
    private static final String WITHOUT_PUSH = """
            select asked_by from (
                select id, asked_by, ended_at from run
                where tenant = :tenant and system = :system and entity = :entity
                  and kind = 'link' and not dry and completes and read_to_end and status in ('success', 'partial')
                order by id desc limit 1) as link
            where not exists (
                select from run as p
                where p.tenant = :tenant and p.system = :system and p.entity = :entity and p.kind = 'push'
                  and (p.id > link.id or coalesce(p.ended_at, 'infinity') > link.ended_at))
            """;

    /** A run in the way can end between the attempts to begin one and to change it. Several in a row are unlikely. */
    private static final int MOST_ATTEMPTS = 5;

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
        boolean isComplete = readers.complete(run.key(), run.cursor());
        if (isComplete && run.kind() == RunKind.LINK) {
            push(run.key(), run.askedBy());
        }
    }

    /**
     * Begins the run that a build without such runs has not begun at the end of the first read. Only once for a
     * reader, which the caller has locked.
     */
    void catchUp(Reader reader) {
        if (reader.state() == Reader.State.LIVE) {
            RunRows.ofReader(statements, WITHOUT_PUSH, reader.key())
                    .query(String.class)
                    .optional()
                    .ifPresent(askedBy -> push(reader.key(), askedBy));
        }
    }

    private void push(ReaderKey key, String askedBy) {
        boolean begun = false;
        for (int attempt = 0; attempt < MOST_ATTEMPTS && !begun; attempt++) {
            begun = RunRows.insert(statements, key, newPush(askedBy)).isPresent()
                    || RunRows.ofReader(statements, BECOME_PUSH, key).update() > 0;
        }
        if (!begun) {
            throw new IllegalStateException(
                    "The push of %s could not begin, because other runs that go through all of".formatted(key)
                            + " its records begin and end now. Nothing was written. It is tried again.");
        }
    }

    private static NewRun newPush(String askedBy) {
        return new NewRun(
                RunKind.PUSH, askedBy, Optional.empty(), "", new Course(false, false), 0, PushStore.NOBODY, "");
    }
}
