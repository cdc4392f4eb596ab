package io.recordsync.store;

import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.postgresql.PGStatement;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

/**
 * Statements for one row, whose plans the server may keep, and for many, which it plans each time for the rows that they come with and for
 * the tables as they are now. A plan kept from when a table was nearly empty would go on reading all of it for each of a chunk's rows while a
 * flood fills it, until PostgreSQL analyses it. For one row that is bearable, and planning would cost more than the rest.
 */
final class Statements {

    private final JdbcClient one;
    private final JdbcClient many;

    Statements(DataSource dataSource) {
        this.one = JdbcClient.create(dataSource);
        this.many = JdbcClient.create(new FreshlyPlanned(dataSource));
    }

    StatementSpec forOne(String sql) {
        return one.sql(sql);
    }

    StatementSpec forMany(String sql) {
        return many.sql(sql);
    }

    /** The comment keeps the two apart: the driver takes a kept plan for the same text, whoever asks. */
    StatementSpec forRows(int rows, String sql) {
        return rows == 1 ? forOne(sql) : forMany("/* many */ " + sql);
    }

    private static final class FreshlyPlanned extends JdbcTemplate {

        FreshlyPlanned(DataSource dataSource) {
            super(dataSource);
        }

        @Override
        protected void applyStatementSettings(Statement statement) throws SQLException {
            super.applyStatementSettings(statement);
            // Zero: never kept as a prepared statement on the server.
            statement.unwrap(PGStatement.class).setPrepareThreshold(0);
        }
    }
}
