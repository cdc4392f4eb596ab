package io.recordsync.devstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedDatabaseTest {

    /** PostgreSQL's error code for a wrong password. */
    private static final String INVALID_PASSWORD = "28P01";

    @TempDir
    private Path folder;

    @Test
    void committedRowsSurviveAKillAndARestart() throws SQLException {
        int port;
        try (EmbeddedDatabase database = start(folder)) {
            port = database.port();
            execute(database, "create table kept (n int)");
            execute(database, "insert into kept values (1)");
            database.kill();
            database.startAgain();
            assertThat(query(database, "select count(*) from kept")).isEqualTo("1");
            assertThat(database.port()).isEqualTo(port);
            execute(database, "insert into kept values (2)");
        }
        try (EmbeddedDatabase database = start(folder)) {
            assertThat(query(database, "select count(*) from kept")).isEqualTo("2");
        }
    }

    @Test
    void aProcessIdThatIsNowSomebodyElsesIsLeftAlone() throws IOException, SQLException {
        start(folder).close();
        Files.writeString(
                folder.resolve("data/postmaster.pid"), ProcessHandle.current().pid() + "\n");

        try (EmbeddedDatabase database = start(folder)) {
            assertThat(query(database, "select 1")).isEqualTo("1");
        }
    }

    @Test
    void aFolderThatWasLeftHalfMadeIsMadeAgain() throws IOException, SQLException {
        Files.createDirectories(folder.resolve("data"));
        Files.writeString(folder.resolve("data/postgresql.conf"), "# the first start was killed here");

        try (EmbeddedDatabase database = start(folder)) {
            assertThat(query(database, "select 1")).isEqualTo("1");
        }
    }

    @Test
    void nobodyGetsInWithoutThePasswordAndTheRoleIsNoSuperuser() throws SQLException {
        try (EmbeddedDatabase database = start(folder)) {
            String withoutPassword = database.jdbcUrl().replaceAll("&password=.*", "&password=guess");
            assertThatThrownBy(() -> DriverManager.getConnection(withoutPassword))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("password authentication failed");
            assertThatThrownBy(() ->
                            DriverManager.getConnection(withoutPassword.replace("user=recordsync", "user=postgres")))
                    .isInstanceOf(SQLException.class);
            assertThat(query(database, "select rolsuper from pg_roles where rolname = current_user"))
                    .isEqualTo("f");
        }
    }

    /** The client tries to connect before the server exists, and while it is created and started. */
    @Test
    void whoTriesFromBeforeTheFirstStartIsNeverLetIn() throws Exception {
        int port = Port.any().claim("PostgreSQL");
        try (Intruder intruder = new Intruder(port);
                EmbeddedDatabase database = EmbeddedDatabase.start(folder, DataFolder.tools(), Port.exactly(port))) {
            intruder.awaitRefusal(INVALID_PASSWORD);

            assertThat(intruder.letIn()).isFalse();
            assertThat(query(database, "select 1")).isEqualTo("1");
        }
    }

    @Test
    void aTakenPortIsRefusedInOneSentence() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() ->
                            EmbeddedDatabase.start(folder, DataFolder.tools(), Port.exactly(taken.getLocalPort())))
                    .isInstanceOf(DevStackException.class)
                    .hasMessageStartingWith("PostgreSQL cannot listen on port " + taken.getLocalPort());
        }
    }

    private static EmbeddedDatabase start(Path folder) {
        return EmbeddedDatabase.start(folder, DataFolder.tools(), Port.any());
    }

    private static void execute(EmbeddedDatabase database, String sql) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String query(EmbeddedDatabase database, String sql) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
