package io.recordsync.connectors.database;

import io.recordsync.postgres.FreePort;
import io.recordsync.postgres.PrivatePostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The database servers of this JVM, started when they are first used, and stopped with it. */
final class Servers {

    private static final Path SQLITE = temporary("recordsync-sqlite");

    private Servers() {}

    static String postgreSql() {
        return String.format(Locale.ROOT, "jdbc:postgresql://localhost:%d/postgres", PostgreSqlServer.SERVER.port());
    }

    /** The password of the user {@code postgres}. */
    static String postgreSqlPassword() {
        return PostgreSqlServer.SERVER.password();
    }

    static String sqlite() {
        return "jdbc:sqlite:" + SQLITE.resolve("crm.db");
    }

    static String mariaDb() {
        return MariaDbServer.URL;
    }

    static boolean hasMariaDb() {
        return executable("mariadbd").isPresent()
                && executable("mariadb-install-db").isPresent();
    }

    private static final class PostgreSqlServer {
        static final PrivatePostgres SERVER = start();

        private static PrivatePostgres start() {
            try {
                return PrivatePostgres.start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static final class MariaDbServer {
        static final String URL = start();

        private static String start() {
            try {
                Path home = temporary("recordsync-mariadb");
                Path data = home.resolve("data");
                run(List.of(
                        executable("mariadb-install-db").orElseThrow(),
                        "--no-defaults",
                        "--datadir=" + data,
                        "--user=" + System.getProperty("user.name"),
                        "--auth-root-authentication-method=normal"));
                int port = FreePort.draw();
                Process server = new ProcessBuilder(
                                executable("mariadbd").orElseThrow(),
                                "--no-defaults",
                                "--datadir=" + data,
                                "--user=" + System.getProperty("user.name"),
                                "--socket=" + home.resolve("s.sock"),
                                "--bind-address=127.0.0.1",
                                "--port=" + port)
                        .redirectErrorStream(true)
                        .redirectOutput(home.resolve("log").toFile())
                        .start();
                Runtime.getRuntime().addShutdownHook(new Thread(server::destroy));
                String url = String.format(Locale.ROOT, "jdbc:mariadb://127.0.0.1:%d/", port);
                awaitAnswer(server, url);
                return url + "test";
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        private static void run(List<String> command) throws IOException, InterruptedException {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IllegalStateException("MariaDB cannot be set up");
            }
        }

        private static void awaitAnswer(Process server, String url) throws InterruptedException {
            for (int i = 0; i < 300 && server.isAlive(); i++) {
                try (Connection connection = DriverManager.getConnection(url + "?user=root&connectTimeout=1000")) {
                    connection.createStatement().execute("create or replace database test character set utf8mb4");
                    return;
                } catch (SQLException e) {
                    server.waitFor(100, TimeUnit.MILLISECONDS);
                }
            }
            throw new IllegalStateException("MariaDB does not start");
        }
    }

    private static Optional<String> executable(String name) {
        return Stream.concat(Stream.of(System.getenv("PATH").split(":")), Stream.of("/usr/sbin", "/usr/local/sbin"))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst();
    }

    private static Path temporary(String name) {
        try {
            Path folder = Files.createTempDirectory(name);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted((a, b) -> b.compareTo(a)).forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            folder.toFile().deleteOnExit();
        }
    }
}
