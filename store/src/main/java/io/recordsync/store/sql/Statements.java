package io.recordsync.store.sql;

import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import javax.sql.DataSource;
import org.postgresql.PGStatement;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

/**
 * Statements for one row and for many rows. The server may keep the plans of statements for one row. It plans
 * statements for many rows each time, for their number of rows and the present size of the tables. A plan from a time
 * when a table was nearly empty would read the whole table for each row of a chunk, while a large load fills it, until
 * PostgreSQL analyses it. For one row that cost is acceptable, and planning each time would cost more than the rest.
 */
public final class Statements {

    private final JdbcClient one;
    private final JdbcClient many;

    public Statements(DataSource dataSource) {
        this.one = JdbcClient.create(dataSource);
        this.many = JdbcClient.create(new FreshlyPlanned(dataSource));
    }

    public StatementSpec forOne(String sql) {
        return one.sql(sql);
    }

    public StatementSpec forMany(String sql) {
        return many.sql(sql);
    }

    /**
     * The SQL comment makes the two texts different, because the driver uses a kept plan for each statement with the
     * same text.
     */
    public StatementSpec forRows(int rows, String sql) {
        return rows == 1 ? forOne(sql) : forMany("/* many */ " + sql);
    }

    /** The ledger's clock. Unlike the times of statements, it goes on within a transaction. */
    public Instant now() {
        return forOne("select clock_timestamp() as now")
                .query((row, n) -> row.getTimestamp("now").toInstant())
                .single();
    }

    private static final class FreshlyPlanned extends JdbcTemplate {

        FreshlyPlanned(DataSource dataSource) {
            super(dataSource);
        }

        @Override
        protected void applyStatementSettings(Statement statement) throws SQLException {
            super.applyStatementSettings(statement);
            // With a threshold of zero the server never keeps it as a prepared statement.
            statement.unwrap(PGStatement.class).setPrepareThreshold(0);
        }
    }
}
