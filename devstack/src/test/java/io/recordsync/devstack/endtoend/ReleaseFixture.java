package io.recordsync.devstack.endtoend;

import io.recordsync.devstack.DataFolder;
import io.recordsync.devstack.EmbeddedDatabase;
import io.recordsync.devstack.Port;
import io.recordsync.simulator.SimulatorsOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.sql.DataSource;

/**
 * The state that a release left when it was stopped in the middle of its work: the ledger as text, the file of
 * Temporal's development server, and the journals of the simulated systems. Each release's state is kept as a zip with
 * the release's name, which that release's own {@link ReleaseRecording} creates.
 */
final class ReleaseFixture {

    private static final Path RELEASES = Path.of("src/test/resources/releases");
    private static final String LEDGER = "ledger.sql";
    private static final String TEMPORAL = "temporal.db";
    private static final String JOURNAL = "journal.jsonl";
    private static final List<String> SYSTEMS = List.of("salesforce", "hubspot");

    private final Path zip;

    private ReleaseFixture(Path zip) {
        this.zip = zip;
    }

    static ReleaseFixture of(String release) {
        return new ReleaseFixture(RELEASES.resolve(release + ".zip"));
    }

    static List<String> releases() {
        try (Stream<Path> zips = Files.list(RELEASES)) {
            return zips.map(zip -> zip.getFileName().toString().replace(".zip", ""))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Options with which an installation's simulators keep their journals where this class expects them. */
    static SimulatorsOptions simulators(Path folder) {
        return SimulatorsOptions.of(SYSTEMS).withData(folder.resolve("simulators"));
    }

    /**
     * Saves the contents of an installation's folder after the installation was closed.
     *
     * @param ledger the dump of its ledger
     */
    void keep(String ledger, Path folder) {
        try {
            Files.createDirectories(RELEASES);
            Files.deleteIfExists(zip);
            try (FileSystem entries = FileSystems.newFileSystem(zip, Map.of("create", "true"))) {
                Files.writeString(entries.getPath(LEDGER), ledger);
                Files.copy(compacted(temporal(folder)), entries.getPath(TEMPORAL));
                for (String system : SYSTEMS) {
                    Files.copy(journal(folder, system), entries.getPath(system + ".jsonl"));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Copies the database without its free pages, and with the contents of its write-ahead log. */
    private static Path compacted(Path database) throws IOException {
        Path compacted = database.resolveSibling("compacted.db");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement sql = connection.createStatement()) {
            sql.execute("vacuum into '%s'".formatted(compacted));
            return compacted;
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }

    /** Restores the release's installation into an empty folder. The ledger keeps that release's schema. */
    void restore(Path folder) {
        try (FileSystem entries = FileSystems.newFileSystem(zip)) {
            copy(entries.getPath(TEMPORAL), temporal(folder));
            for (String system : SYSTEMS) {
                copy(entries.getPath(system + ".jsonl"), journal(folder, system));
            }
            restoreLedger(Files.readString(entries.getPath(LEDGER)), folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copy(Path entry, Path file) throws IOException {
        Files.createDirectories(file.getParent());
        Files.copy(entry, file);
    }

    private static void restoreLedger(String dump, Path folder) {
        Path data = Installation.data(folder).database();
        try (EmbeddedDatabase database = EmbeddedDatabase.start(data, DataFolder.tools(), Port.any())) {
            DataSource ledger = database.dataSource();
            LedgerDump.restore(dump, ledger);
        }
    }

    private static Path temporal(Path folder) {
        return Installation.data(folder).temporal().resolve(TEMPORAL);
    }

    private static Path journal(Path folder, String system) {
        return folder.resolve("simulators").resolve(system).resolve(JOURNAL);
    }
}
