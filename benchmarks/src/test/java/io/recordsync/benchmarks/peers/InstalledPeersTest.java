package io.recordsync.benchmarks.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstallationTest {

    @Test
    void whatIsMissingIsSaidWithWhatToDo(@TempDir Path home) {
        assertThat(new Installation(home).missing("Restate", "bin/restate-server", "java"))
                .hasValue("Restate is not installed: run benchmarks/peers/install.");
    }

    @Test
    void halfAnInstallationIsNone(@TempDir Path home) throws IOException {
        Files.createDirectories(home.resolve(".recordsync/peers/java"));

        assertThat(new Installation(home).missing("Restate", "bin/restate-server", "java"))
                .isPresent();
    }

    @Test
    void nothingIsSaidOfWhatIsThere(@TempDir Path home) throws IOException {
        Files.createDirectories(home.resolve(".recordsync/peers/java"));

        assertThat(new Installation(home).missing("Parallel Consumer", "java")).isEmpty();
    }
}
