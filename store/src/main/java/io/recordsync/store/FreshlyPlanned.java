package io.recordsync.store;

import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.postgresql.PGStatement;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Has each statement planned for the rows that it comes with, and for the tables as they are now. A plan kept from when a table was nearly
 * empty would go on scanning all of it for each of a chunk's rows while a flood fills it, until PostgreSQL analyses it.
 */
final class FreshlyPlanned extends JdbcTemplate {

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
