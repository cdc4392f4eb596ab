package io.recordsync.store.reading;

import io.recordsync.store.sql.Statements;
import java.util.Optional;

/** How far runs have looked for deletes. Written while the run is locked by {@link RunStore#claimPage}. */
public final class GoneProgress {

    private final Statements statements;

    GoneProgress(Statements statements) {
        this.statements = statements;
    }

    /**
     * What a run has done.
     *
     * @param doubtful whether rows that were not seen may be there nevertheless, so that a person has to decide
     */
    public record Progress(boolean deletesRead, boolean absenceLookedAt, boolean doubtful) {}

    public Progress of(Run run) {
        return statements
                .forOne("select deletes_read, absence is not null as looked_at, absence = 'doubtful' as doubtful"
                        + " from run where id = :id")
                .param("id", run.id())
                .query((row, n) -> new Progress(
                        row.getBoolean("deletes_read"), row.getBoolean("looked_at"), row.getBoolean("doubtful")))
                .single();
    }

    /** Where a dry run continues to read the list of deletes; empty before its first page. */
    public Optional<String> deletesCursor(Run run) {
        return statements
                .forOne("select figures ->> 'deletes_cursor' as cursor from run where id = :id")
                .param("id", run.id())
                .query((row, n) -> Optional.ofNullable(row.getString("cursor")))
                .single();
    }

    /** Keeps with a dry run where it continues to read the list of deletes. */
    public void moveDeletes(Run run, String cursor) {
        statements
                .forOne("update run set figures = figures || jsonb_build_object('deletes_cursor', :cursor::text)"
                        + " where id = :id")
                .param("cursor", cursor)
                .param("id", run.id())
                .update();
    }

    public void deletesRead(Run run) {
        statements
                .forOne("update run set deletes_read = true where id = :id")
                .param("id", run.id())
                .update();
    }

    /** Notes why the run could not look for deletes. It goes on, and ends as partial. */
    public void problem(Run run, Run.RunError error) {
        statements
                .forOne("update run set error_id = :errorId, error = :error"
                        + " where id = :id and fence = :fence and status = 'running'")
                .param("errorId", error.errorId())
                .param("error", error.message())
                .param("id", run.id())
                .param("fence", run.fence())
                .update();
    }
}
