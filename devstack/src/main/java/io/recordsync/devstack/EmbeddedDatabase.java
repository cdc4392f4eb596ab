package io.recordsync.devstack;

import io.recordsync.postgres.PrivatePostgres;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.util.FileSystemUtils;

/**
 * A real PostgreSQL 18 for one machine, with its data on disk. It also starts as root. It listens on the loopback
 * address only, and requires a password that only the owner of the folder can read. Committed data survives a restart
 * and {@code kill -9}.
 */
public final class EmbeddedDatabase implements AutoCloseable {

    /** The name of the database and of the role that owns it. The role is not a superuser. */
    public static final String NAME = "recordsync";

    private static final String DATA = "data";
    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);

    private final Path folder;
    private final Path binaries;
    private final int port;
    private final FolderLock lock;
    private PrivatePostgres server;

    private EmbeddedDatabase(FolderLock lock, Path binaries, int port) {
        this.folder = lock.folder();
        this.binaries = binaries;
        this.port = port;
        this.lock = lock;
        this.server = begin();
    }

    /**
     * Starts the server on its data in the folder. In an empty folder it creates a new database first.
     *
     * @param tools the folder for PostgreSQL's unpacked programs
     * @throws DevStackException if the port is taken, the folder is in use, or the server does not start
     */
    public static EmbeddedDatabase start(Path folder, Path tools, Port port) {
        FolderLock lock = FolderLock.of(folder);
        try {
            killLeftover(lock.folder());
            return new EmbeddedDatabase(lock, tools.toAbsolutePath().resolve("postgresql"), port.claim("PostgreSQL"));
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private PrivatePostgres begin() {
        try {
            kill();
            Files.deleteIfExists(pidFile(folder));
            return isMade() ? launch(password()) : make();
        } catch (IOException | SQLException | RuntimeException e) {
            kill();
            throw new DevStackException(
                    ("PostgreSQL did not start on its data in %s. Its log %s says why. `./recordsync reset`"
                                    + " deletes the data.")
                            .formatted(folder, log()),
                    e);
        }
    }

    private boolean isMade() {
        return Files.exists(folder.resolve("made"));
    }

    /** Creates a new database. Deletes what an earlier, incomplete attempt left. */
    private PrivatePostgres make() throws IOException, SQLException {
        FileSystemUtils.deleteRecursively(data());
        PrivatePostgres made = launch(writePassword());
        try (Connection connection = made.dataSource().getConnection();
                Statement sql = connection.createStatement()) {
            sql.execute("create role %s login password '%s'".formatted(NAME, password()));
            sql.execute("create database %1$s owner %1$s".formatted(NAME));
        }
        Files.createFile(folder.resolve("made"));
        return made;
    }

    private PrivatePostgres launch(String password) throws IOException {
        QuietLoggers.apply();
        return PrivatePostgres.start(
                binaries,
                password,
                settings -> settings.setDataDirectory(data())
                        .setCleanDataDirectory(false)
                        .setRegisterShutdownHook(false)
                        .setPort(port)
                        .setPGStartupWait(START_TIMEOUT)
                        // If another server has taken the port in the meantime, it may accept the connection and never
                        // answer.
                        .setConnectConfig("loginTimeout", "5")
                        // The library turns both off, which could lose a commit.
                        .setServerConfig("synchronous_commit", "on")
                        .setServerConfig("fsync", "on")
                        .setServerConfig("max_connections", "200")
                        .setErrorRedirector(Redirect.appendTo(log().toFile()))
                        .setOutputRedirector(Redirect.appendTo(log().toFile())));
    }

    private String writePassword() throws IOException {
        Files.deleteIfExists(passwordFile());
        Files.createFile(
                passwordFile(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(passwordFile(), PrivatePostgres.newPassword());
        return password();
    }

    private String password() throws IOException {
        return Files.readString(passwordFile()).strip();
    }

    private Path passwordFile() {
        return folder.resolve("password");
    }

    private Path log() {
        return folder.resolve("postgresql.log");
    }

    public int port() {
        return port;
    }

    /** The address for the role, with its password. It is a secret and must not be logged. */
    public String jdbcUrl() {
        return jdbcUrl(NAME);
    }

    private String jdbcUrl(String database) {
        try {
            return String.format(
                    Locale.ROOT,
                    "jdbc:postgresql://127.0.0.1:%d/%s?user=%s&password=%s",
                    port,
                    database,
                    NAME,
                    password());
        } catch (IOException e) {
            throw new DevStackException(
                    "The password of PostgreSQL in %s cannot be read.".formatted(passwordFile()), e);
        }
    }

    /**
     * Another database beside our own, created empty at the first call. It belongs to the same role.
     *
     * @return its address, with user and password
     */
    public String another(String name) {
        if (!name.matches("[a-z][a-z0-9_]{0,62}")) {
            throw new IllegalArgumentException(
                    "the name of a database must consist of lower-case letters, digits and _");
        }
        try (Connection connection = server.dataSource().getConnection();
                Statement sql = connection.createStatement()) {
            if (!sql.executeQuery("select from pg_database where datname = '%s'".formatted(name))
                    .next()) {
                sql.execute("create database %s owner %s".formatted(name, NAME));
            }
            return jdbcUrl(name);
        } catch (SQLException e) {
            throw new DevStackException("The database %s could not be created.".formatted(name), e);
        }
    }

    /** Plain connections, without a pool. */
    public DataSource dataSource() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(jdbcUrl());
        return source;
    }

    /** The server's main process, the parent of all its others. Empty while the server is stopped. */
    public Optional<ProcessHandle> process() {
        return OrphanProcess.find(pidFile(folder), "postgres").map(OrphanProcess::process);
    }

    /** {@code kill -9} of the server and all its processes, for tests of what survives that. */
    public void kill() {
        killLeftover(folder);
    }

    /** Kills a server of that folder that still runs after a recordsync was killed. */
    static void killLeftover(Path folder) {
        OrphanProcess.find(pidFile(folder), "postgres").ifPresent(OrphanProcess::kill);
    }

    /** Shuts the server down, until {@link #startAgain()}. */
    public void stop() {
        try {
            server.close();
        } catch (IOException e) {
            throw new DevStackException("PostgreSQL in %s did not stop.".formatted(folder), e);
        } finally {
            kill();
        }
    }

    /** Starts the server on the same port and data after {@link #kill()} or {@link #stop()}. */
    public void startAgain() {
        stop();
        server = begin();
    }

    @Override
    public void close() {
        try (lock) {
            stop();
        }
    }

    private Path data() {
        return folder.resolve(DATA);
    }

    private static Path pidFile(Path folder) {
        return folder.resolve(DATA).resolve("postmaster.pid");
    }
}
