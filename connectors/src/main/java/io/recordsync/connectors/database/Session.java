package io.recordsync.connectors.database;

import io.recordsync.connectors.Deadline;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.Savepoint;
import java.sql.Types;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One transaction on one connection. Each of its statements ends before the transaction's deadline. */
final class Session {

    static final int MAX_ROWS = 10_000;

    /**
     * How much longer the network waits than the statement's own timeout, so that the server can still report that it
     * has aborted the statement.
     */
    private static final Duration ANSWER = Duration.ofSeconds(1);

    private final Connection connection;
    private final Dialect dialect;
    private final Deadline end;

    Session(Connection connection, Dialect dialect, Deadline end) {
        this.connection = connection;
        this.dialect = dialect;
        this.end = end;
    }

    /** Converts one row of a result. */
    @FunctionalInterface
    interface RowMapper<T> {
        T map(ResultSet row) throws SQLException;
    }

    Connection connection() {
        return connection;
    }

    /** Returns at most {@link #MAX_ROWS} rows. */
    <T> List<T> query(Sql sql, RowMapper<T> mapper) throws SQLException {
        try (PreparedStatement statement = prepared(sql.text())) {
            statement.setMaxRows(MAX_ROWS);
            bind(statement, sql.values());
            List<T> results = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    results.add(mapper.map(rows));
                }
            }
            return results;
        }
    }

    /** Returns the number of changed rows. */
    int update(Sql sql) throws SQLException {
        try (PreparedStatement statement = prepared(sql.text())) {
            bind(statement, sql.values());
            return statement.executeUpdate();
        }
    }

    /** Runs the same statement with each of these lists of values. */
    void batch(String text, List<List<@Nullable Object>> rows) throws SQLException {
        try (PreparedStatement statement = prepared(text)) {
            for (List<@Nullable Object> values : rows) {
                bind(statement, values);
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    void begin() throws SQLException {
        connection.setAutoCommit(false);
    }

    Savepoint savepoint() throws SQLException {
        return connection.setSavepoint();
    }

    void undo(Savepoint savepoint) throws SQLException {
        boundNetwork(left());
        connection.rollback(savepoint);
    }

    /**
     * Commits by a return to auto-commit mode. After a plain commit, SQLite's driver would begin another transaction
     * and keep the file locked.
     */
    void commit() throws SQLException {
        connection.setAutoCommit(true);
    }

    /** Fails if the transaction has no time left; also limits the next network wait to the time that is left. */
    void requireTime() throws SQLException {
        boundNetwork(left());
    }

    private PreparedStatement prepared(String text) throws SQLException {
        Duration left = left();
        boundNetwork(left);
        PreparedStatement statement = connection.prepareStatement(text);
        statement.setQueryTimeout((int) Math.max(1, left.toSeconds()));
        return statement;
    }

    private Duration left() throws SQLException {
        Duration left = end.left();
        if (left.isPositive()) {
            return left;
        }
        throw new SQLTimeoutException("the transaction took too long", "57014");
    }

    private void boundNetwork(Duration left) throws SQLException {
        if (dialect.isRemote()) {
            connection.setNetworkTimeout(Runnable::run, (int) left.plus(ANSWER).toMillis());
        }
    }

    private static void bind(PreparedStatement statement, List<@Nullable Object> values) throws SQLException {
        for (int i = 0; i < values.size(); i++) {
            Object value = values.get(i);
            if (value == null) {
                statement.setNull(i + 1, Types.NULL);
            } else {
                statement.setObject(i + 1, value);
            }
        }
    }
}
