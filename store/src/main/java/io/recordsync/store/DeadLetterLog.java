package io.recordsync.store;

/** The events that never became a change, by where they came in. Their content is on the dead-letter topic alone. */
public final class DeadLetterLog {

    private final Statements statements;

    DeadLetterLog(Statements statements) {
        this.statements = statements;
    }

    /**
     * Logs a dead letter. The same message read again after a crash keeps its first error id.
     *
     * @param door where it came in, with partition and offset
     * @param reason why it could not be read, without its content
     * @return the error id to use
     */
    public String log(String door, String errorId, String reason) {
        return statements
                .forOne("""
                insert into dead_letter as d (door, error_id, reason) values (:door, :errorId, :reason)
                on conflict (door) do update set reason = excluded.reason
                returning error_id
                """)
                .param("door", Storable.shown(door, 500))
                .param("errorId", errorId)
                .param("reason", Storable.shown(reason, 1000))
                .query(String.class)
                .single();
    }
}
