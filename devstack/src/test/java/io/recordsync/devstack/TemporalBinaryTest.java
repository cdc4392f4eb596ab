package io.recordsync.devstack;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemporalBinaryTest {

    private static final String PLATFORM = "linux_amd64";

    @TempDir
    private Path folder;

    private final List<String> notes = new ArrayList<>();
    private final Progress progress = new Progress() {
        @Override
        public void note(String line) {
            notes.add(line);
        }

        @Override
        public void done(String step, Duration took) {
            notes.add(step);
        }
    };

    private HttpServer releases;

    @BeforeEach
    void serveReleases() throws IOException {
        releases = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        releases.start();
    }

    @AfterEach
    void stopReleases() {
        releases.stop(0);
    }

    @Test
    void theOneOnThePathIsTaken() throws IOException {
        Path own = program(folder.resolve("bin/temporal"), "echo mine");

        assertThat(binary(List.of(folder.resolve("bin")), noChecksum(), noGo()).find(progress))
                .contains(own);
        assertThat(notes).isEmpty();
    }

    @Test
    void theOneThatIsKeptIsTakenWithoutAsking() throws IOException {
        Path kept = program(kept().resolve("temporal"), "echo kept");

        assertThat(binary(List.of(), noChecksum(), noGo()).find(progress)).contains(kept);
        assertThat(notes).isEmpty();
    }

    @Test
    void theOfficialArchiveIsTakenIfItsChecksumIsTheKnownOne() throws Exception {
        byte[] archive = publish("echo official");

        Optional<Path> found =
                binary(List.of(), archive(sha256(archive)), noGo()).find(progress);

        assertThat(found).contains(kept().resolve("temporal"));
        assertThat(found.orElseThrow()).isExecutable();
        assertThat(notes).containsExactly("Downloaded Temporal 1.5.1");
        assertThat(kept().resolve("temporal.tar.gz")).doesNotExist();
    }

    @Test
    void anArchiveWithAnotherChecksumIsNotUsed() throws Exception {
        publish("echo somebody else's");

        assertThat(binary(List.of(), archive("0".repeat(64)), noGo()).find(progress))
                .isEmpty();
        assertThat(notes).anySatisfy(note -> assertThat(note).contains("instead of 000", "so that it is not used"));
    }

    @Test
    void whereNothingCanBeDownloadedGoBuildsItOnce() throws Exception {
        Path go = program(folder.resolve("bin/go"), """
                echo "$*" >> '%s'
                printf '#!/bin/sh\\n' > "$GOBIN/temporal"
                chmod +x "$GOBIN/temporal"
                """.formatted(folder.resolve("calls")));
        TemporalBinary binary = binary(List.of(), noChecksum(), new GoInstall(Optional.of(go)));

        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            Future<Optional<Path>> one = threads.submit(() -> binary.find(Progress.silent()));
            Future<Optional<Path>> two = threads.submit(() -> binary.find(Progress.silent()));
            assertThat(one.get()).contains(kept().resolve("temporal"));
            assertThat(two.get()).isEqualTo(one.get());
        }
        assertThat(folder.resolve("calls")).hasContent("install -v github.com/temporalio/cli/cmd/temporal@v1.5.1\n");
    }

    @Test
    void aBuildThatFailsIsSaidWithItsLastLine() throws IOException {
        Path go = program(folder.resolve("bin/go"), "echo 'no space left'; exit 1");

        assertThat(binary(List.of(), noChecksum(), new GoInstall(Optional.of(go)))
                        .find(progress))
                .isEmpty();
        assertThat(notes).contains("Go could not build Temporal: no space left.");
    }

    @Test
    void whereNothingHelpsEachReasonIsSaid() {
        assertThat(binary(List.of(), noChecksum(), noGo()).find(progress)).isEmpty();
        assertThat(notes)
                .containsExactly(
                        "The checksum of Temporal's archive for linux_amd64 is not known, so that it is not"
                                + " downloaded.",
                        "There is no Go on the PATH with which Temporal could be built.");
    }

    @Test
    void platformsAreNamedAsInTheArchives() {
        assertThat(TemporalArchive.platform("Linux", "amd64")).isEqualTo("linux_amd64");
        assertThat(TemporalArchive.platform("Linux", "aarch64")).isEqualTo("linux_arm64");
        assertThat(TemporalArchive.platform("Mac OS X", "x86_64")).isEqualTo("darwin_amd64");
    }

    private TemporalBinary binary(List<Path> path, TemporalArchive archive, GoInstall go) {
        return new TemporalBinary(path, kept(), archive, go);
    }

    private Path kept() {
        return folder.resolve("kept");
    }

    private static GoInstall noGo() {
        return new GoInstall(Optional.empty());
    }

    private static TemporalArchive noChecksum() {
        return new TemporalArchive(URI.create("http://127.0.0.1:1/"), PLATFORM, Map.of());
    }

    private TemporalArchive archive(String checksum) {
        URI address = URI.create(String.format(
                Locale.ROOT, "http://127.0.0.1:%d/", releases.getAddress().getPort()));
        return new TemporalArchive(address, PLATFORM, Map.of(PLATFORM, checksum));
    }

    /** Serves an archive that contains this script as the binary. Returns the archive. */
    private byte[] publish(String script) throws Exception {
        program(folder.resolve("release/temporal"), script);
        Path archive = folder.resolve("release.tar.gz");
        assertThat(new ProcessBuilder(
                                "tar",
                                "-czf",
                                archive.toString(),
                                "-C",
                                folder.resolve("release").toString(),
                                "temporal")
                        .start()
                        .waitFor())
                .isZero();
        byte[] content = Files.readAllBytes(archive);
        releases.createContext("/temporal_cli_1.5.1_linux_amd64.tar.gz", exchange -> {
            exchange.sendResponseHeaders(200, content.length);
            exchange.getResponseBody().write(content);
            exchange.close();
        });
        return content;
    }

    private static Path program(Path file, String script) throws IOException {
        Files.createDirectories(file.resolveSibling("."));
        Files.writeString(file, "#!/bin/sh\n" + script + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static String sha256(byte[] content) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    }
}
