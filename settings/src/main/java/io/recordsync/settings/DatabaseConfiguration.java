package io.recordsync.settings;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.recordsync.store.Store;
import java.time.Duration;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.NestedExceptionUtils;

/**
 * PostgreSQL: a small pool, and the store on it. A database that cannot be reached stops the start; one that goes away later makes each use
 * fail within seconds, and readiness goes down until it is back.
 */
@Configuration(proxyBeanMethods = false)
public class DatabaseConfiguration {

    private static final Duration CONNECT = Duration.ofSeconds(5);

    /** Longer than any statement of ours may take; shorter than what waits for it. */
    private static final Duration ANSWER = Duration.ofSeconds(20);

    @Bean
    HikariDataSource dataSource(DatabaseSettings settings) {
        return open(settings);
    }

    /** @throws StartException if it cannot be reached */
    public static HikariDataSource open(DatabaseSettings settings) {
        try {
            return new HikariDataSource(pool(settings));
        } catch (RuntimeException e) {
            throw new StartException(
                    "PostgreSQL at %s cannot be used: %s. Start it, or set DATABASE_URL."
                            .formatted(settings.url(), reason(e)),
                    e);
        }
    }

    @Bean
    Store store(HikariDataSource dataSource) {
        try {
            return Store.open(dataSource);
        } catch (FlywayValidateException differs) {
            throw new StartException(
                    "The database's tables were made by another build of recordsync, and this one does not know how to go on from them."
                            + " For a demo `./recordsync reset` empties its data; elsewhere use the build that made them, or an empty database.",
                    differs);
        }
    }

    private static HikariConfig pool(DatabaseSettings settings) {
        HikariConfig pool = new HikariConfig();
        pool.setPoolName("recordsync");
        pool.setJdbcUrl(settings.url().jdbc());
        settings.user().ifPresent(pool::setUsername);
        settings.secret().ifPresent(pool::setPassword);
        pool.setMaximumPoolSize(settings.poolSize());
        pool.setConnectionTimeout(CONNECT.toMillis());
        pool.setValidationTimeout(CONNECT.toMillis() / 2);
        pool.addDataSourceProperty("ApplicationName", "recordsync");
        pool.addDataSourceProperty("connectTimeout", CONNECT.toSeconds());
        pool.addDataSourceProperty("socketTimeout", ANSWER.toSeconds());
        pool.addDataSourceProperty("tcpKeepAlive", true);
        return pool;
    }

    private static String reason(RuntimeException failure) {
        String message = String.valueOf(
                NestedExceptionUtils.getMostSpecificCause(failure).getMessage());
        return message.lines().findFirst().orElse("").replaceFirst("[.]$", "");
    }
}
