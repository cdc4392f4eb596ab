package io.recordsync.connectors.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.SQLExceptionOverride;
import io.recordsync.connectors.CallDeferredException;
import io.recordsync.connectors.CallScope;
import io.recordsync.connectors.Deadline;
import io.recordsync.connectors.Quota;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries out transactions: each with a permit, on a connection of the pool, within its time, and with one meaning for whatever fails. */
final class ConnectionTransactions implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ConnectionTransactions.class);
    private static final Duration LONGEST_CONNECT = Duration.ofSeconds(5);
    private static final Duration LEAST = Duration.ofSeconds(2);
    private static final Duration IDLE = Duration.ofMinutes(2);

    private final HikariDataSource pool;
    private final Dialect dialect;
    private final DatabaseErrors errors;
    private final Quota quota;
    private final Duration timeout;

    ConnectionTransactions(HikariDataSource pool, DatabaseSettings settings, Duration timeout) {
        this.pool = pool;
        this.dialect = settings.dialect();
        this.errors = new DatabaseErrors(dialect);
        this.quota = settings.quota();
        this.timeout = timeout;
    }

    /** What is done in a transaction. */
    @FunctionalInterface
    interface Work<T> {
        T in(Session session) throws SQLException;
    }

    /** Connects when it is first used, so that a process starts while the database is away. */
    static HikariConfig pool(DatabaseSettings settings, Duration timeout) {
        Dialect dialect = settings.dialect();
        Duration connect = shorter(LONGEST_CONNECT, timeout);
        HikariConfig config = new HikariConfig();
        config.setPoolName("synced-database");
        config.setJdbcUrl(dialect.driverUrl(settings.url()));
        config.setUsername(settings.username().isEmpty() ? null : settings.username());
        config.setPassword(settings.password().isEmpty() ? null : settings.password());
        config.setDataSourceProperties(properties(dialect, connect));
        config.setConnectionInitSql(dialect.initSql(timeout).isEmpty() ? null : dialect.initSql(timeout));
        config.setMaximumPoolSize(Math.min(settings.poolSize(), dialect.mostConnections()));
        config.setMinimumIdle(0);
        config.setIdleTimeout(IDLE.toMillis());
        config.setConnectionTimeout(connect.toMillis());
        config.setValidationTimeout(Math.min(connect.toMillis(), 2_000));
        config.setInitializationFailTimeout(-1);
        config.setExceptionOverride(new KeepAfterRefusal());
        return config;
    }

    Quota quota() {
        return quota;
    }

    /**
     * @param subject what is done, for people: {@code UPSERT of customer_contact A1234}
     * @throws CallDeferredException when there is no permit, or not time enough before the deadline; nothing was done
     */
    <T> T run(String subject, CallScope scope, Work<T> work) {
        return call(subject, scope, (connection, end) -> within(connection, end, subject, work));
    }

    /** The same for what only looks: each statement by itself, so that no lock is taken, and nothing to commit. */
    <T> T look(String subject, CallScope scope, Work<T> work) {
        return call(subject, scope, (connection, end) -> work.in(new Session(connection, dialect, end)));
    }

    /** What is done on a connection until its end. */
    @FunctionalInterface
    private interface Call<T> {
        T on(Connection connection, Deadline end) throws SQLException;
    }

    private <T> T call(String subject, CallScope scope, Call<T> call) {
        requireTime(subject, scope);
        scope.permits().acquire(quota, 1, scope.deadline().minus(least()));
        requireTime(subject, scope);
        Deadline end = Deadline.in(timeout).earlier(scope.deadline().minus(least().dividedBy(2)));
        try {
            return onConnection(pool.getConnection(), end, call);
        } catch (SQLException failure) {
            throw failed(failure, subject);
        }
    }

    DatabaseErrors errors() {
        return errors;
    }

    @Override
    public void close() {
        pool.close();
    }

    private static <T> T onConnection(Connection connection, Deadline end, Call<T> call) throws SQLException {
        try {
            return call.on(connection, end);
        } finally {
            giveBack(connection);
        }
    }

    /** What was committed stays so, however this goes. */
    private static void giveBack(Connection connection) {
        try {
            connection.close();
        } catch (SQLException broken) {
            LOG.debug("A connection did not go back to the pool, SQLState {}", broken.getSQLState());
        }
    }

    /** The pool undoes what fails here, before the connection is used again. */
    private <T> T within(Connection connection, Deadline end, String subject, Work<T> work) throws SQLException {
        Session session = new Session(connection, dialect, end);
        session.begin();
        T result = work.in(session);
        session.requireTime();
        try {
            session.commit();
            return result;
        } catch (SQLException failure) {
            throw errors.commitReason(failure, subject);
        }
    }

    /** All but a commit has left nothing behind: the connection goes back to the pool, or breaks, and is rolled back either way. */
    private RuntimeException failed(SQLException failure, String subject) {
        if (Thread.currentThread().isInterrupted()) {
            return new CallDeferredException(
                    "%s was stopped on our side and undone; it is tried again.".formatted(subject),
                    Duration.ofSeconds(1));
        }
        return errors.reason(failure, subject);
    }

    private void requireTime(String subject, CallScope scope) {
        if (scope.deadline().left().compareTo(least()) < 0) {
            throw new CallDeferredException(
                    "Too little time is left for %s: nothing was sent, it is tried again.".formatted(subject), LEAST);
        }
    }

    private Duration least() {
        return shorter(LEAST, timeout);
    }

    private static Properties properties(Dialect dialect, Duration connect) {
        Properties properties = new Properties();
        properties.putAll(dialect.driverProperties(connect));
        return properties;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /** The pool would drop a connection over a statement that the database does not know, and its savepoint with it. */
    private static final class KeepAfterRefusal implements SQLExceptionOverride {

        @java.lang.Override
        public Override adjudicate(SQLException failure) {
            return "0A000".equals(failure.getSQLState()) ? Override.DO_NOT_EVICT : Override.CONTINUE_EVICT;
        }
    }
}
