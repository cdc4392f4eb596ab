package io.recordsync.store.reading;

import io.recordsync.store.counterpart.ReaderKey;
import io.recordsync.store.reading.Reader.State;
import io.recordsync.store.sql.JdbcValues;
import io.recordsync.store.sql.Statements;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

/** The states of readers. */
public final class ReaderStore {

    private static final String COLUMNS =
            "select tenant, system, entity, state, changes_cursor, needs_full from reader ";

    private static final String OF = "where tenant = :tenant and system = :system and entity = :entity";

    private static final String DELETES = "select deletes_cursor, extract(epoch from now() - deletes_read_at) as ago,"
            + " extract(epoch from deletes_every) as every from reader ";

    private final Statements statements;

    public ReaderStore(Statements statements) {
        this.statements = statements;
    }

    /** The reader; off if nothing was read yet. */
    public Reader of(ReaderKey key) {
        return statement(COLUMNS + OF, key)
                .query((row, n) -> of(row))
                .optional()
                .orElseGet(() -> new Reader(key, State.OFF, Optional.empty(), false));
    }

    /** The readers whose first read has not ended. */
    public Set<ReaderKey> linking() {
        return Set.copyOf(statements
                .forOne(COLUMNS + "where state = 'linking'")
                .query((row, n) -> of(row).key())
                .list());
    }

    /** The reader, which is locked until the transaction ends, and made if it is not there. */
    Reader lock(ReaderKey key) {
        statement(
                        "insert into reader (tenant, system, entity) values (:tenant, :system, :entity)"
                                + " on conflict do nothing",
                        key)
                .update();
        return statement(COLUMNS + OF + " for update", key)
                .query((row, n) -> of(row))
                .single();
    }

    /** The first read begins. A reader that has begun before stays as it is. */
    void link(ReaderKey key) {
        statement("update reader set state = 'linking' " + OF + " and state = 'off'", key)
                .update();
    }

    /** The next delta begins here. */
    void move(ReaderKey key, String cursor) {
        statement("update reader set changes_cursor = :cursor " + OF, key)
                .param("cursor", cursor)
                .update();
    }

    /**
     * All rows have been read. The next delta begins at the cursor. A reader that is off stays so: creates have not
     * waited for the run.
     *
     * @return whether the reader is live
     */
    boolean complete(ReaderKey key, String cursor) {
        return statement(
                                "update reader set changes_cursor = :cursor, state = 'live', needs_full = false " + OF
                                        + " and state <> 'off'",
                                key)
                        .param("cursor", cursor)
                        .update()
                > 0;
    }

    /**
     * Where the reader stands in the system's list of deletes.
     *
     * @param cursor where the next read begins; empty before the first
     * @param readAgo how long ago it was read to its end; empty if it never was
     * @param every what a person has set; empty if the rules decide
     */
    public record DeletesPosition(Optional<String> cursor, Optional<Duration> readAgo, Optional<Duration> every) {}

    public DeletesPosition deletes(ReaderKey key) {
        return statement(DELETES + OF, key)
                .query((row, n) -> new DeletesPosition(
                        Optional.ofNullable(row.getString("deletes_cursor")),
                        duration(row, "ago"),
                        duration(row, "every")))
                .optional()
                .orElseGet(() -> new DeletesPosition(Optional.empty(), Optional.empty(), Optional.empty()));
    }

    /** The next read of the list of deletes begins here. */
    public void moveDeletes(ReaderKey key, String cursor, boolean last) {
        statement(
                        "update reader set deletes_cursor = :cursor,"
                                + " deletes_read_at = case when :last then now() else deletes_read_at end " + OF,
                        key)
                .param("cursor", cursor)
                .param("last", last)
                .update();
    }

    /** The list of deletes has a gap. All rows are read next, to find what is not there any more. */
    public void deletesLost(ReaderKey key) {
        statement("update reader set deletes_lost = true, needs_full = true " + OF, key)
                .update();
    }

    private static Optional<Duration> duration(ResultSet row, String column) throws SQLException {
        double seconds = row.getDouble(column);
        return row.wasNull() ? Optional.empty() : Optional.of(JdbcValues.duration(seconds));
    }

    private StatementSpec statement(String sql, ReaderKey key) {
        return statements
                .forOne(sql)
                .param("tenant", key.tenant())
                .param("system", key.system())
                .param("entity", key.entity());
    }

    private static Reader of(ResultSet row) throws SQLException {
        return new Reader(
                new ReaderKey(row.getString("tenant"), row.getString("system"), row.getString("entity")),
                State.of(row.getString("state")),
                Optional.ofNullable(row.getString("changes_cursor")),
                row.getBoolean("needs_full"));
    }
}
