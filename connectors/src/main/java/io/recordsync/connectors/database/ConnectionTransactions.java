package io.recordsync.connectors.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.SQLExceptionOverride;
import io.recordsync.connectors.CallDeferredException;
import io.recordsync.connectors.CallScope;
import io.recordsync.connectors.Deadline;
import io.recordsync.connectors.Durations;
import io.recordsync.connectors.Quota;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs transactions: each one has a permit, uses a connection of the pool, and ends within its time limit. All failures
 * are translated in this class.
 */
final class ConnectionTransactions implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ConnectionTransactions.class);
    private static final Duration MAX_CONNECT_TIME = Duration.ofSeconds(5);
    private static final Duration MIN_TIME = Duration.ofSeconds(2);
    private static final Duration MAX_IDLE_TIME = Duration.ofMinutes(2);

    private final HikariDataSource pool;
    private final Dialect dialect;
    private final OpenedFile file;
    private final DatabaseErrors errors;
    private final Quota quota;
    private final Duration timeout;

    ConnectionTransactions(String system, HikariDataSource pool, DatabaseSettings settings) {
        this.pool = pool;
        this.dialect = settings.dialect();
        this.file = new OpenedFile(dialect.file(settings.url()));
        this.errors = new DatabaseErrors(system, dialect);
        this.quota = settings.quota();
        this.timeout = settings.timeout();
    }

    /** The statements of one transaction. */
    @FunctionalInterface
    interface Work<T> {
        T in(Session session) throws SQLException;
    }

    /** Connects on first use, so that a process starts even if the database is down. */
    static HikariConfig pool(DatabaseSettings settings) {
        Dialect dialect = settings.dialect();
        Duration timeout = settings.timeout();
        Duration connect = Durations.shorter(MAX_CONNECT_TIME, timeout);
        HikariConfig config = new HikariConfig();
        config.setPoolName("synced-database");
        config.setJdbcUrl(dialect.driverUrl(settings.url()));
        config.setUsername(settings.username().isEmpty() ? null : settings.username());
        config.setPassword(settings.password().isEmpty() ? null : settings.password());
        config.setDataSourceProperties(properties(dialect, connect));
        config.setConnectionInitSql(dialect.initSql(timeout).isEmpty() ? null : dialect.initSql(timeout));
        config.setMaximumPoolSize(Math.min(settings.poolSize(), dialect.maxConnections()));
        config.setMinimumIdle(0);
        config.setIdleTimeout(MAX_IDLE_TIME.toMillis());
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
     * @throws CallDeferredException when there is no permit, or not enough time before the deadline; nothing was done
     */
    <T> T run(String subject, CallScope scope, Work<T> work) {
        return call(subject, scope, (connection, end) -> within(connection, end, subject, work));
    }

    /**
     * The same for statements that only read: each one runs in its own transaction, so that no lock is held and no
     * commit is needed.
     */
    <T> T read(String subject, CallScope scope, Work<T> work) {
        return call(subject, scope, (connection, end) -> work.in(new Session(connection, dialect, end)));
    }

    /** The work on a connection, until its deadline. */
    @FunctionalInterface
    private interface Call<T> {
        T on(Connection connection, Deadline end) throws SQLException;
    }

    private <T> T call(String subject, CallScope scope, Call<T> call) {
        requireTime(subject, scope);
        scope.permits().acquire(quota, 1, scope.deadline().minus(minTime()));
        requireTime(subject, scope);
        Deadline end =
                Deadline.in(timeout).earlier(scope.deadline().minus(minTime().dividedBy(2)));
        try {
            return onConnection(connection(), end, call);
        } catch (SQLException e) {
            throw failed(e, subject);
        }
    }

    private Connection connection() throws SQLException {
        if (file.isReplaced()) {
            LOG.info("The file of a synced database was replaced. It is opened again");
            pool.getHikariPoolMXBean().softEvictConnections();
        }
        return pool.getConnection();
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
            release(connection);
        }
    }

    /** A failure to return the connection is ignored, because it does not undo what was committed. */
    private static void release(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.debug("A connection could not be returned to the pool (SQL state {})", e.getSQLState());
        }
    }

    /** If the work fails, the pool rolls the transaction back before the connection is used again. */
    private <T> T within(Connection connection, Deadline end, String subject, Work<T> work) throws SQLException {
        Session session = new Session(connection, dialect, end);
        session.begin();
        T result = work.in(session);
        session.requireTime();
        try {
            session.commit();
            return result;
        } catch (SQLException e) {
            throw errors.commitReason(e, subject);
        }
    }

    /**
     * A failure before the commit leaves nothing behind: the connection is returned to the pool or breaks, and is
     * rolled back in both cases.
     */
    private RuntimeException failed(SQLException failure, String subject) {
        if (Thread.currentThread().isInterrupted()) {
            return new CallDeferredException(
                    ("%s was interrupted, because this process is stopping. It was rolled back and is retried"
                                    + " automatically.")
                            .formatted(subject),
                    Duration.ofSeconds(1));
        }
        return errors.reason(failure, subject);
    }

    private void requireTime(String subject, CallScope scope) {
        if (scope.deadline().left().compareTo(minTime()) < 0) {
            throw new CallDeferredException(
                    "Too little time is left for %s. Nothing was sent. It is retried automatically.".formatted(subject),
                    MIN_TIME);
        }
    }

    private Duration minTime() {
        return Durations.shorter(MIN_TIME, timeout);
    }

    private static Properties properties(Dialect dialect, Duration connect) {
        Properties properties = new Properties();
        properties.putAll(dialect.driverProperties(connect));
        return properties;
    }

    /**
     * By default the pool closes a connection on which the database did not support a statement, and the savepoint is
     * lost with it.
     */
    private static final class KeepAfterRefusal implements SQLExceptionOverride {

        @java.lang.Override
        public Override adjudicate(SQLException failure) {
            return "0A000".equals(failure.getSQLState()) ? Override.DO_NOT_EVICT : Override.CONTINUE_EVICT;
        }
    }
}
