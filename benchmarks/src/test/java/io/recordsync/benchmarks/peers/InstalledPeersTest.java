package io.recordsync.benchmarks.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstalledPeersTest {

    @Test
    void whatIsMissingIsSaidWithWhatToDo(@TempDir Path home) {
        assertThat(new InstalledPeers(home).missing("Restate", "bin/restate-server", "java"))
                .hasValue("Restate is not installed: run benchmarks/peers/install.");
    }

    @Test
    void halfAnInstallationIsNone(@TempDir Path home) throws IOException {
        Files.createDirectories(home.resolve(".recordsync/peers/java"));

        assertThat(new InstalledPeers(home).missing("Restate", "bin/restate-server", "java"))
                .isPresent();
    }

    @Test
    void theVersionsOfAllPeersAreFoundWhereTheyArePinned() {
        InstalledPeers checkout = new InstalledPeers(Path.of(".."));

        assertThat(List.of(
                        checkout.bentoVersion(),
                        checkout.parallelConsumerVersion(),
                        checkout.restateServerVersion(),
                        checkout.restateSdkVersion()))
                .allMatch(version -> version.matches("[0-9]+(\\.[0-9]+){2,3}"));
    }

    @Test
    void nothingIsSaidOfWhatIsThere(@TempDir Path home) throws IOException {
        Files.createDirectories(home.resolve(".recordsync/peers/java"));

        assertThat(new InstalledPeers(home).missing("Parallel Consumer", "java"))
                .isEmpty();
    }
}
