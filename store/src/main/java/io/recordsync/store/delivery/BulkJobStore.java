package io.recordsync.store.delivery;

import io.recordsync.store.sql.Statements;
import java.time.Duration;
import java.util.List;

/**
 * The jobs in which systems carry out many writes, as long as they are not known to be over. A row of such a job is
 * leased, or in doubt: whoever sends rows in doubt ends the jobs first that were left.
 */
public final class BulkJobStore {

    private static final String NOTE = """
            insert into bulk_job (system, job, owner, held_until)
            values (:system, :job, :owner, now() + make_interval(secs => :lease))
            on conflict (system, job) do update set owner = excluded.owner, held_until = excluded.held_until
            """;

    private static final String LEAVE = """
            update bulk_job set held_until = now() where system = :system and owner = :owner
            """;

    private static final String LEFT = """
            select job from bulk_job where system = :system and (owner = :owner or held_until <= now()) order by job
            """;

    private static final String REMOVE = """
            delete from bulk_job where system = :system and job = :job
            """;

    private final Statements statements;

    public BulkJobStore(Statements statements) {
        this.statements = statements;
    }

    /**
     * Notes a job that is about to begin.
     *
     * @param job the system's id of it
     * @param owner the owner of the leases of its rows
     * @param lease how long the leases last at most
     */
    public void note(String system, String job, String owner, Duration lease) {
        statements
                .forOne(NOTE)
                .param("system", system)
                .param("job", job)
                .param("owner", owner)
                .param("lease", lease.toMillis() / 1000.0)
                .update();
    }

    /** The owner gives its rows back, and does not know whether its jobs are over. */
    public void leave(String system, String owner) {
        statements.forOne(LEAVE).param("system", system).param("owner", owner).update();
    }

    /** The jobs that this owner, or one whose leases have ended, has left. */
    public List<String> left(String system, String owner) {
        return statements
                .forOne(LEFT)
                .param("system", system)
                .param("owner", owner)
                .query((row, n) -> row.getString("job"))
                .list();
    }

    /** Forgets a job that is over. */
    public void remove(String system, String job) {
        statements.forOne(REMOVE).param("system", system).param("job", job).update();
    }
}
