package io.recordsync.devstack;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The sources of this machine's {@code temporal} binary, in this order: the PATH, what was downloaded or built before,
 * the official archive of one version (checked by its checksum), and a build of that version with Go.
 */
public final class TemporalBinary {

    /**
     * The newest version whose module Go can install directly, because later ones have a replace directive. Its server
     * is 1.29.1.
     */
    public static final String VERSION = "1.5.1";

    private final List<Path> path;
    private final Path kept;
    private final TemporalArchive archive;
    private final GoInstall go;

    TemporalBinary(List<Path> path, Path kept, TemporalArchive archive, GoInstall go) {
        this.path = path;
        this.kept = kept;
        this.archive = archive;
        this.go = go;
    }

    static TemporalBinary ofThisMachine(Path tools) {
        List<Path> path = foldersOf(System.getenv().getOrDefault("PATH", ""));
        Path kept = tools.toAbsolutePath().resolve("temporal-" + VERSION);
        return new TemporalBinary(path, kept, TemporalArchive.official(), new GoInstall(executable(path, "go")));
    }

    private static List<Path> foldersOf(String path) {
        return Stream.of(path.split(File.pathSeparator))
                .filter(folder -> !folder.isEmpty())
                .map(Path::of)
                .toList();
    }

    private static Optional<Path> executable(List<Path> path, String name) {
        return path.stream()
                .map(folder -> folder.resolve(name))
                .filter(TemporalBinary::isProgram)
                .findFirst();
    }

    private static boolean isProgram(Path file) {
        return Files.isRegularFile(file) && Files.isExecutable(file);
    }

    /** The binary, or empty if none is available. Downloading takes seconds, and building about three minutes. */
    Optional<Path> find(Progress progress) {
        return executable(path, "temporal").or(() -> keptOrGotten(progress));
    }

    /**
     * When two processes miss the binary at the same time, only one gets it: the second waits for the first, and then
     * finds it.
     */
    private Optional<Path> keptOrGotten(Progress progress) {
        if (isProgram(binary())) {
            return Optional.of(binary());
        }
        try {
            FolderLock ours = FolderLock.waitFor(kept);
            try (ours) {
                return isProgram(binary()) ? Optional.of(binary()) : get(progress);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DevStackException("The installation of Temporal was interrupted.", e);
        }
    }

    private Optional<Path> get(Progress progress) {
        boolean gotten = archive.fetch(kept, progress) || go.install(kept, progress);
        return gotten ? Optional.of(binary()) : Optional.empty();
    }

    private Path binary() {
        return kept.resolve("temporal");
    }
}
