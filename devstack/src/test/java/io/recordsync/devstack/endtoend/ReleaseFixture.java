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
 * What a release left behind when it was stopped in the middle of its work: the ledger as text, the file of Temporal's development server, and the journals of
 * the simulated systems. Each release's is kept, as a zip with its name, and is made by that release's own {@link ReleaseRecording}.
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

    /** How an installation's simulators keep their journals where this finds them. */
    static SimulatorsOptions simulators(Path folder) {
        return SimulatorsOptions.of(SYSTEMS).withData(folder.resolve("simulators"));
    }

    /**
     * Keeps what is in an installation's folder, after it was closed.
     *
     * @param ledger its dump
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

    /** Without free pages, and with what its write-ahead log still holds. */
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

    /** Makes an empty folder what the release's installation was; its ledger still has the release's schema. */
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
