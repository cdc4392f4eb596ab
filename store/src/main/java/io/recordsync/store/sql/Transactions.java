package io.recordsync.store.sql;

import java.util.Objects;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Runs several statements in one transaction: all of them take effect, or none. Each failure of the database is a
 * {@link DataAccessException}.
 */
public final class Transactions {

    private final TransactionTemplate template;

    public Transactions(DataSource dataSource) {
        this.template = new TransactionTemplate(new JdbcTransactionManager(dataSource));
    }

    public <T> T run(Supplier<T> work) {
        try {
            return Objects.requireNonNull(template.execute(status -> work.get()));
        } catch (TransactionException e) {
            throw new DataAccessResourceFailureException("the database could not begin or end a transaction", e);
        }
    }
}
