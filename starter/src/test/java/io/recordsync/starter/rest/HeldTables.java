package io.recordsync.starter.rest;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** Locks tables so that no other connection can read them until this object is closed. */
public final class HeldTables implements AutoCloseable {

    private final Connection connection;

    private HeldTables(Connection connection) {
        this.connection = connection;
    }

    /** Locks the tables that are read to count events and for no other purpose. */
    public static HeldTables thatOnlyCountsRead(DataSource database) {
        try {
            Connection connection = database.getConnection();
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.execute("lock table change_repeat, dead_letter in access exclusive mode");
            }
            return new HeldTables(connection);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        try {
            connection.rollback();
            connection.setAutoCommit(true);
            connection.close();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
