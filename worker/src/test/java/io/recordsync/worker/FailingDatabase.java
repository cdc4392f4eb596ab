package io.recordsync.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.recordsync.postgres.PrivatePostgres;
import io.recordsync.store.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A database on the PostgreSQL server that all tests share. It can become unavailable and return. */
public final class FailingDatabase implements AutoCloseable {

    private static final int MAX_ATTEMPTS = 40;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration PATIENCE_WHILE_AWAY = Duration.ofSeconds(1);

    private final JdbcClient server;
    private final String name;
    private final HikariDataSource pool;
    private final Store store;

    private FailingDatabase(Server server, String name) {
        this.server = JdbcClient.create(server.postgres().dataSource());
        this.name = name;
        this.server.sql("create database " + name).update();
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(server.postgres().url(name));
        config.setMaximumPoolSize(12);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(PATIENCE.toMillis());
        config.setValidationTimeout(PATIENCE.toMillis());
        this.pool = new HikariDataSource(config);
        this.store = Store.open(pool);
    }

    static FailingDatabase create(ExtensionContext context) {
        Server server = context.getRoot()
                .getStore(Namespace.GLOBAL)
                .computeIfAbsent(Server.class, key -> Server.start(), Server.class);
        return new FailingDatabase(server, "test" + server.databases().incrementAndGet());
    }

    public Store store() {
        return store;
    }

    public JdbcClient jdbc() {
        return JdbcClient.create(pool);
    }

    /** Ends all connections, and refuses new ones. */
    public void goAway() {
        pool.getHikariConfigMXBean().setConnectionTimeout(PATIENCE_WHILE_AWAY.toMillis());
        server.sql("alter database " + name + " allow_connections false").update();
        server.sql("select pg_terminate_backend(pid) from pg_stat_activity where datname = :name")
                .param("name", name)
                .query(row -> {});
    }

    public void comeBack() {
        server.sql("alter database " + name + " allow_connections true").update();
        pool.getHikariPoolMXBean().softEvictConnections();
        awaitConnection();
        pool.getHikariConfigMXBean().setConnectionTimeout(PATIENCE.toMillis());
    }

    /** On a busy machine a first connection may take longer than the pool's timeout. */
    private void awaitConnection() {
        for (int attempt = 1; ; attempt++) {
            try {
                pool.getConnection().close();
                return;
            } catch (SQLException notYet) {
                assertThat(attempt).as("attempts to connect").isLessThan(MAX_ATTEMPTS);
            }
        }
    }

    /** Locks the table. No other connection reads or writes it until the returned connection is closed. */
    public Connection lock(String table) throws SQLException {
        Connection holder = pool.getConnection();
        holder.setAutoCommit(false);
        try (Statement statement = holder.createStatement()) {
            statement.execute("lock table " + table);
        }
        return holder;
    }

    /** Whether another connection waits for the lock that {@link #lock} holds. */
    public boolean isWaitedFor() {
        return server.sql(
                        "select count(*) > 0 from pg_stat_activity where datname = :name and wait_event_type = 'Lock'")
                .param("name", name)
                .query(Boolean.class)
                .single();
    }

    @Override
    public void close() {
        pool.close();
    }

    private record Server(PrivatePostgres postgres, AtomicInteger databases) implements AutoCloseable {

        static Server start() {
            try {
                return new Server(PrivatePostgres.start(), new AtomicInteger());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() throws IOException {
            postgres.close();
        }
    }
}
