package io.recordsync.connectors.database;

import io.recordsync.postgres.PrivateMariaDb;
import io.recordsync.postgres.PrivatePostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
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

    /** CI has it: there the tests fail without it. Other builds skip those that need it. */
    static boolean hasMariaDb() {
        return PrivateMariaDb.isInstalled() || Boolean.parseBoolean(System.getenv("CI"));
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
                return PrivateMariaDb.start().url("test");
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
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
