package io.recordsync.benchmarks.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The size of a folder's content. */
public final class FolderSize {

    private FolderSize() {}

    /** The sum of the sizes of all files, in bytes. A file that is deleted in the meantime counts as zero. */
    public static long bytes(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.mapToLong(FolderSize::ofFile).sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long ofFile(Path file) {
        try {
            return Files.isRegularFile(file) ? Files.size(file) : 0;
        } catch (IOException goneMeanwhile) {
            return 0;
        }
    }
}
