package io.recordsync.store.reading;

import io.recordsync.store.reading.Reader.State;
import io.recordsync.store.sql.Statements;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

/** The states of readers. */
public final class ReaderStore {

    private static final String COLUMNS =
            "select tenant, system, entity, state, changes_cursor, needs_full from reader ";

    private static final String OF = "where tenant = :tenant and system = :system and entity = :entity";

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

    /** All rows have been read. The next delta begins at the cursor. */
    void complete(ReaderKey key, String cursor) {
        statement("update reader set changes_cursor = :cursor, state = 'live', needs_full = false " + OF, key)
                .param("cursor", cursor)
                .update();
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
