package io.recordsync.devstack;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** Builds the {@code temporal} CLI with the Go of this machine. This takes about three minutes on two cores, once. */
final class GoInstall {

    private static final String MODULE = "github.com/temporalio/cli/cmd/temporal@v" + TemporalBinary.VERSION;
    private static final Duration BETWEEN_NOTES = Duration.ofSeconds(15);

    private final Optional<Path> go;

    GoInstall(Optional<Path> go) {
        this.go = go;
    }

    /**
     * Builds the binary into the folder.
     *
     * @return whether it was built; if not, the reason was noted
     */
    boolean install(Path folder, Progress progress) {
        if (go.isEmpty()) {
            progress.note("There is no Go on the PATH with which Temporal could be built.");
            return false;
        }
        progress.note("Building Temporal %s with Go. This takes about 3 minutes, and is needed only once."
                .formatted(TemporalBinary.VERSION));
        try {
            return progress.timed("Built Temporal " + TemporalBinary.VERSION, () -> build(go.get(), folder, progress));
        } catch (DevStackException e) {
            progress.note(e.sentence());
            return false;
        }
    }

    private static boolean build(Path go, Path folder, Progress progress) {
        try {
            Path beside = Files.createDirectories(folder.resolve("built"));
            Process process = start(go, beside);
            String lastLine = follow(process, progress);
            if (process.waitFor() != 0) {
                throw new DevStackException("Go could not build Temporal: %s.".formatted(lastLine));
            }
            Files.move(beside.resolve("temporal"), folder.resolve("temporal"), StandardCopyOption.ATOMIC_MOVE);
            Files.delete(beside);
            return true;
        } catch (IOException | UncheckedIOException e) {
            throw new DevStackException("Go could not build Temporal in %s.".formatted(folder), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DevStackException("The build of Temporal was interrupted.", e);
        }
    }

    private static Process start(Path go, Path target) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(go.toString(), "install", "-v", MODULE).redirectErrorStream(true);
        builder.environment().put("GOBIN", target.toString());
        return builder.start();
    }

    /** Notes the progress every 15 seconds: Go prints each package as it compiles it. Returns the last line. */
    private static String follow(Process process, Progress progress) throws IOException {
        String last = "it printed nothing";
        long packages = 0;
        long nextNote = System.nanoTime() + BETWEEN_NOTES.toNanos();
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                last = line;
                packages++;
                if (System.nanoTime() - nextNote > 0) {
                    progress.note(String.format(Locale.ROOT, "Building Temporal: %d packages so far", packages));
                    nextNote = System.nanoTime() + BETWEEN_NOTES.toNanos();
                }
            }
        }
        return last;
    }
}
