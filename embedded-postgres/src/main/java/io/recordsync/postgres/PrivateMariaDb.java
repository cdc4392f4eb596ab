package io.recordsync.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A MariaDB server for tests, of the programs that are installed on this machine. It listens on the loopback address
 * only, has the user {@code root} without a password, and holds no data that anybody needs. The caller brings the JDBC
 * driver.
 */
public final class PrivateMariaDb implements AutoCloseable {

    /** The user with all rights, who has no password. */
    public static final String USER = "root";

    private static final String SERVER = "mariadbd";
    private static final String INSTALLER = "mariadb-install-db";
    private static final int LOOKS = 300;
    private static final int BETWEEN_LOOKS_MILLIS = 100;

    private final Process server;
    private final Path home;
    private final int port;

    private PrivateMariaDb(Process server, Path home, int port) {
        this.server = server;
        this.home = home;
        this.port = port;
    }

    /** Whether the programs are there. Where they are not, tests that need them are skipped, but not in CI. */
    public static boolean isInstalled() {
        return executable(SERVER).isPresent() && executable(INSTALLER).isPresent();
    }

    /**
     * Starts a server on a free port, which ends with this JVM at the latest, and makes the database {@code test}.
     *
     * @throws IllegalStateException when it cannot be set up, or does not start
     */
    public static PrivateMariaDb start() throws IOException, InterruptedException {
        Path home = Files.createTempDirectory("recordsync-mariadb");
        Path data = home.resolve("data");
        setUp(data);
        int port = FreePort.draw();
        Process server = new ProcessBuilder(
                        executable(SERVER).orElseThrow(),
                        "--no-defaults",
                        "--datadir=" + data,
                        "--user=" + System.getProperty("user.name"),
                        "--socket=" + home.resolve("s.sock"),
                        "--bind-address=127.0.0.1",
                        "--port=" + port)
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("log").toFile())
                .start();
        PrivateMariaDb started = new PrivateMariaDb(server, home, port);
        Runtime.getRuntime().addShutdownHook(new Thread(started::close));
        started.awaitAnswer();
        return started;
    }

    private static void setUp(Path data) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(List.of(
                        executable(INSTALLER).orElseThrow(),
                        "--no-defaults",
                        "--datadir=" + data,
                        "--user=" + System.getProperty("user.name"),
                        "--auth-root-authentication-method=normal"))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!process.waitFor(2, TimeUnit.MINUTES) || process.exitValue() != 0) {
            throw new IllegalStateException("MariaDB cannot be set up in " + data + ".");
        }
    }

    private void awaitAnswer() throws InterruptedException {
        for (int i = 0; i < LOOKS && server.isAlive(); i++) {
            try (Connection connection =
                    DriverManager.getConnection(url("") + "?user=" + USER + "&connectTimeout=1000")) {
                connection.createStatement().execute("create or replace database test character set utf8mb4");
                return;
            } catch (SQLException e) {
                server.waitFor(BETWEEN_LOOKS_MILLIS, TimeUnit.MILLISECONDS);
            }
        }
        close();
        throw new IllegalStateException("MariaDB does not start.");
    }

    /** The URL of a database, without the user. */
    public String url(String database) {
        return String.format(Locale.ROOT, "jdbc:mariadb://127.0.0.1:%d/%s", port, database);
    }

    private static Optional<String> executable(String name) {
        return Stream.concat(
                        Stream.of(System.getenv().getOrDefault("PATH", "").split(":")),
                        Stream.of("/usr/sbin", "/usr/local/sbin"))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst();
    }

    /** Ends the server and deletes its files. */
    @Override
    public void close() {
        server.destroyForcibly();
        try (Stream<Path> files = server.waitFor(1, TimeUnit.MINUTES) ? Files.walk(home) : Stream.empty()) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException | UncheckedIOException e) {
            home.toFile().deleteOnExit(); // closed before
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
