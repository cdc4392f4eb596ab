package io.recordsync.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.recordsync.settings.DatabaseUrl;
import io.recordsync.settings.LedgerDatabaseSettings;
import io.recordsync.store.Store;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Locale;
import java.util.Properties;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Each limit that the pool is given is in effect, however pool and driver interpret their properties. */
@Timeout(60)
class DatabaseLimitsTest {

    private static EmbeddedPostgres database;

    @BeforeAll
    static void startDatabase() throws IOException {
        database = EmbeddedPostgres.start();
    }

    @AfterAll
    static void stopDatabase() throws IOException {
        database.close();
    }

    @Test
    void aConnectionOfThePoolWaitsForAnAnswerAsLongAsThePoolWasGiven() throws SQLException {
        try (HikariDataSource pool = new HikariDataSource(DatabaseConfiguration.pool(settings("")));
                Connection connection = pool.getConnection()) {
            assertThat(connection.getNetworkTimeout()).isEqualTo(20_000);
        }
    }

    /** Otherwise a process that has lost its network would keep its locks until the server notices. */
    @Test
    void theServerEndsATransactionThatNobodyGoesOnWith() {
        try (HikariDataSource pool = new HikariDataSource(DatabaseConfiguration.pool(settings("")))) {
            assertThat(JdbcClient.create(pool)
                            .sql("show idle_in_transaction_session_timeout")
                            .query(String.class)
                            .single())
                    .isEqualTo("20s");
        }
    }

    /** The driver ignores a property that is not a string, and reports nothing. */
    @Test
    void allThatTheDriverIsGivenIsText() {
        Properties given = DatabaseConfiguration.pool(settings("")).getDataSourceProperties();

        assertThat(given.stringPropertyNames())
                .isEqualTo(given.keySet())
                .contains("connectTimeout", "loginTimeout", "socketTimeout", "tcpKeepAlive");
    }

    @Test
    void aStatementWithoutAnAnswerEndsWithItsConnectionAndThePoolGoesOn() {
        try (HikariDataSource pool = new HikariDataSource(DatabaseConfiguration.pool(settings("&socketTimeout=1")))) {
            JdbcClient jdbc = JdbcClient.create(pool);

            assertThatThrownBy(() -> jdbc.sql("select pg_sleep(55)").query(row -> {}))
                    .hasMessageContaining("I/O error");

            assertThat(jdbc.sql("select 1").query(Integer.class).single()).isEqualTo(1);
        }
    }

    /**
     * The pool has one thread that creates connections. If that thread waited for ever, there would never be another
     * connection.
     */
    @Test
    void aServerThatAcceptsAndSaysNothingIsAskedAgainAndAgain() throws Exception {
        try (SilentServer silent = new SilentServer()) {
            HikariConfig config = DatabaseConfiguration.pool(
                    at(String.format(Locale.ROOT, "postgres://u:p@127.0.0.1:%d/app?sslmode=disable", silent.port())));
            config.setInitializationFailTimeout(-1);
            HikariDataSource pool = new HikariDataSource(config);
            try (pool) {
                assertThat(silent.isAskedAgain()).isTrue();
            }
        }
    }

    @Test
    void aMigrationMayTakeLongerThanTheStatementsOfThePool() throws Exception {
        LedgerDatabaseSettings brief = settings("&socketTimeout=1");
        try (HikariDataSource pool = new HikariDataSource(DatabaseConfiguration.pool(brief));
                Connection other = DatabaseConfiguration.migrations(brief).getConnection();
                Statement statement = other.createStatement();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            other.setAutoCommit(false);
            statement.execute("create table image (tenant text)");
            Future<Store> opened = threads.submit(() -> DatabaseConfiguration.openStore(pool, brief));
            statement.execute("""
                    do $$ begin
                      while not exists (select from pg_stat_activity where wait_event_type = 'Lock') loop
                        perform pg_sleep(0.05); perform pg_stat_clear_snapshot();
                      end loop;
                      perform pg_sleep(1.5);
                    end $$""");
            other.rollback();

            assertThat(opened.get().backlog().unsettled().total()).isZero();
        }
    }

    private static LedgerDatabaseSettings settings(String parameters) {
        return at(database.getJdbcUrl("postgres", "postgres") + parameters);
    }

    private static LedgerDatabaseSettings at(String url) {
        return new LedgerDatabaseSettings(DatabaseUrl.valueOf(url), null, null, 2, Duration.ofHours(1));
    }

    private static final class SilentServer implements AutoCloseable {

        private final ServerSocket server;
        private final Queue<Socket> open = new ConcurrentLinkedQueue<>();
        private final CountDownLatch twoCame = new CountDownLatch(2);

        SilentServer() throws IOException {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            Thread.ofVirtual().start(this::accept);
        }

        int port() {
            return server.getLocalPort();
        }

        boolean isAskedAgain() throws InterruptedException {
            return twoCame.await(30, TimeUnit.SECONDS);
        }

        private void accept() {
            try {
                while (true) {
                    open.add(server.accept());
                    twoCame.countDown();
                }
            } catch (IOException closed) {
                // The test has ended.
            }
        }

        @Override
        public void close() throws IOException {
            server.close();
            for (Socket socket : open) {
                socket.close();
            }
        }
    }
}
