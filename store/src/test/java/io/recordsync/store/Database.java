package io.recordsync.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.recordsync.postgres.PrivatePostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A database for each test class, on one PostgreSQL server for all of them. The tables are emptied before each test.
 */
final class Database implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback {

    /** A process that is alive during the whole test and serves the systems of the test. */
    static final String WORKER = "worker of the tests";

    private @Nullable String url;
    private @Nullable HikariDataSource pool;
    private @Nullable Store store;

    Store store() {
        return Objects.requireNonNull(store);
    }

    HikariDataSource pool() {
        return Objects.requireNonNull(pool);
    }

    /** The URL of the database, for a second process that uses it. */
    String url() {
        return Objects.requireNonNull(url);
    }

    JdbcClient jdbc() {
        return JdbcClient.create(pool());
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        Server server = context.getRoot()
                .getStore(Namespace.GLOBAL)
                .computeIfAbsent(Server.class, key -> Server.start(), Server.class);
        url = server.newDatabase();
        pool = pool(url);
        store = Store.open(pool);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        jdbc().sql("truncate image, change, change_repeat, delivery, outcome, dead_letter, call_count,"
                        + " open_circuit, credential, credential_turn, system_card, permit_window, process,"
                        + " routed_again, rerouting, account_id, counterpart, conflict, before_image,"
                        + " match_key, reader, run, read_again")
                .update();
        jdbc().sql("""
                insert into process (id, kind, build, systems, unnamed, heartbeat_at)
                values (:id, 'worker', 'test', '{salesforce, hubspot}', '{}', now() + interval '1 day')
                """).param("id", WORKER).update();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        pool().close();
    }

    static HikariDataSource pool(String url) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setMaximumPoolSize(16);
        config.setConnectionTimeout(5_000);
        config.setLeakDetectionThreshold(2000);
        return new HikariDataSource(config);
    }

    private record Server(PrivatePostgres postgres, AtomicInteger databases) implements AutoCloseable {

        static Server start() {
            try {
                return new Server(PrivatePostgres.start(), new AtomicInteger());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        String newDatabase() {
            String name = "test" + databases.incrementAndGet();
            JdbcClient.create(postgres.dataSource())
                    .sql("create database " + name)
                    .update();
            return postgres.url(name);
        }

        @Override
        public void close() throws IOException {
            postgres.close();
        }
    }
}
