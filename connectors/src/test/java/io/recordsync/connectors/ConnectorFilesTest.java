package io.recordsync.connectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Who knows the files of one connector knows those of all: docs/connectors/adding.md lists them. */
class ConnectorFilesTest {

    private static final Path PACKAGES = Path.of("src", "main", "java", "io", "recordsync", "connectors");
    private static final String FRONT = "Connector.java";

    /** A receiver of webhooks has neither records to read nor fields to describe. */
    private static final String WRITTEN_ONLY = "webhook";

    @Test
    void everyConnectorHasTheSameFiles() throws IOException {
        List<Path> fronts = fronts();

        assertThat(fronts).hasSize(8);
        for (Path front : fronts) {
            Path folder = front.getParent();
            String name = front.getFileName().toString().replace(FRONT, "");
            assertThat(folder.resolve("BEHAVIOR.md")).exists();
            for (String part : parts(folder)) {
                assertThat(folder.resolve(name + part + ".java")).exists();
            }
        }
    }

    private static List<Path> fronts() throws IOException {
        try (Stream<Path> files = Files.walk(PACKAGES, 2)) {
            return files.filter(file -> file.getFileName().toString().endsWith(FRONT))
                    .filter(file -> !file.getParent().equals(PACKAGES))
                    .toList();
        }
    }

    private static List<String> parts(Path folder) {
        return folder.endsWith(WRITTEN_ONLY)
                ? List.of("Settings", "Writes", "Check", "Errors")
                : List.of("Settings", "Writes", "Reads", "Fields", "Check", "Errors");
    }
}
