package io.recordsync.process;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.recordsync.settings.LedgerDatabaseSettings;
import io.recordsync.store.SchemaMigration;
import io.recordsync.store.Store;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import javax.sql.DataSource;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.NestedExceptionUtils;

/**
 * Creates a small connection pool for PostgreSQL, and the store that uses it. If the database cannot be reached, the
 * start waits for {@code START_TIMEOUT} and then fails. If it cannot be reached later, each use fails within seconds,
 * and readiness is down until it answers again.
 */
@Configuration(proxyBeanMethods = false)
@Import(StartConfiguration.class)
public class DatabaseConfiguration {

    private static final Duration CONNECT = Duration.ofSeconds(5);

    /**
     * The socket timeout. Longer than any statement may take, and shorter than the timeouts of those that wait for a
     * statement.
     */
    private static final Duration ANSWER = Duration.ofSeconds(20);

    /** How long a migration waits for a lock on a table. Statements that come after it on that table wait as well. */
    private static final Duration FOR_LOCKS = Duration.ofSeconds(10);

    /**
     * The first two characters of SQL states that mean: no connection, insufficient resources, server shut down or not
     * started yet.
     */
    private static final Set<String> AWAY = Set.of("08", "53", "57");

    private static final String LOCK_NOT_AVAILABLE = "55P03";

    @Bean
    HikariDataSource dataSource(LedgerDatabaseSettings settings, StartWait start) {
        return start.until(() -> open(settings));
    }

    @Bean
    Store store(HikariDataSource dataSource, LedgerDatabaseSettings settings, StartWait start) {
        return start.until(() -> openStore(dataSource, settings));
    }

    /**
     * Opens a pool.
     *
     * @throws ServerAwayException if the database cannot be reached
     * @throws StartException if it refuses the log-in
     */
    public static HikariDataSource open(LedgerDatabaseSettings settings) {
        try {
            return new HikariDataSource(pool(settings));
        } catch (RuntimeException e) {
            String message = "PostgreSQL at %s cannot be used: %s. Start it, or set DATABASE_URL."
                    .formatted(settings.url(), reason(e));
            throw isUnavailable(e) ? new ServerAwayException(message, e) : new StartException(message, e);
        }
    }

    /**
     * Updates the tables through separate connections, and opens the store on the pool.
     *
     * @throws ServerAwayException if other sessions hold locks on the tables, or the database cannot be reached
     * @throws StartException if the tables cannot be updated
     */
    public static Store openStore(HikariDataSource pool, LedgerDatabaseSettings settings) {
        try {
            SchemaMigration.migrate(migrations(settings), FOR_LOCKS, settings.migrationTimeout());
            return Store.on(pool);
        } catch (FlywayValidateException differs) {
            throw new StartException(
                    "The database's tables were made by another build of recordsync, and this build cannot"
                            + " update them. For a demo, `./recordsync reset` deletes the data. Otherwise use the"
                            + " build that made the tables, or an empty database.",
                    differs);
        } catch (FlywayException e) {
            throw notMigrated(settings, e);
        }
    }

    private static StartException notMigrated(LedgerDatabaseSettings settings, FlywayException failed) {
        if (state(failed).equals(LOCK_NOT_AVAILABLE)) {
            String message = String.format(
                    Locale.ROOT,
                    "The tables of PostgreSQL at %s could not be updated: other sessions have locked one of"
                            + " them for %d s. End long transactions, and start again.",
                    settings.url(),
                    FOR_LOCKS.toSeconds());
            return new ServerAwayException(message, failed);
        }
        String message = ("The tables of PostgreSQL at %s could not be updated: %s. The step that failed was rolled"
                        + " back. Remove the cause, and start again.")
                .formatted(settings.url(), reason(failed));
        return isUnavailable(failed) ? new ServerAwayException(message, failed) : new StartException(message, failed);
    }

    static HikariConfig pool(LedgerDatabaseSettings settings) {
        HikariConfig pool = new HikariConfig();
        pool.setPoolName("recordsync");
        pool.setJdbcUrl(settings.url().jdbc());
        settings.user().ifPresent(pool::setUsername);
        settings.secret().ifPresent(pool::setPassword);
        pool.setMaximumPoolSize(settings.poolSize());
        pool.setConnectionTimeout(CONNECT.toMillis());
        pool.setValidationTimeout(CONNECT.toMillis() / 2);
        // All values are strings, because the driver silently ignores values of other types.
        pool.addDataSourceProperty("ApplicationName", "recordsync");
        pool.addDataSourceProperty("connectTimeout", seconds(CONNECT));
        pool.addDataSourceProperty("loginTimeout", seconds(CONNECT));
        pool.addDataSourceProperty("socketTimeout", seconds(ANSWER));
        pool.addDataSourceProperty("tcpKeepAlive", "true");
        pool.setConnectionInitSql(
                String.format(Locale.ROOT, "set idle_in_transaction_session_timeout = '%ds'", ANSWER.toSeconds()));
        return pool;
    }

    /** Separate connections for migrations, whose statements may take longer than all others. */
    static DataSource migrations(LedgerDatabaseSettings settings) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(settings.url().jdbc());
        settings.user().ifPresent(source::setUser);
        settings.secret().ifPresent(source::setPassword);
        source.setApplicationName("recordsync migration");
        source.setConnectTimeout(Math.toIntExact(CONNECT.toSeconds()));
        source.setLoginTimeout(Math.toIntExact(CONNECT.toSeconds()));
        source.setSocketTimeout(Math.toIntExact(settings.migrationTimeout().toSeconds()));
        source.setTcpKeepAlive(true);
        return source;
    }

    private static String seconds(Duration time) {
        return Long.toString(time.toSeconds());
    }

    private static boolean isUnavailable(RuntimeException failure) {
        String state = state(failure);
        return AWAY.stream().anyMatch(state::startsWith);
    }

    /** The SQL state. Empty if there is none. */
    private static String state(RuntimeException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException refused && refused.getSQLState() != null) {
                return refused.getSQLState();
            }
        }
        return "";
    }

    private static String reason(RuntimeException failure) {
        String message = String.valueOf(
                NestedExceptionUtils.getMostSpecificCause(failure).getMessage());
        return message.lines().findFirst().orElse("").replaceFirst("[.]$", "");
    }
}
