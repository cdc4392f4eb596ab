package io.recordsync.connectors.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The file of a database that a program may replace, as when a copy is put back. Connections that were opened before
 * would go on with the old file, which nobody sees any more: what they read is old, and what they write is lost.
 * Thread-safe.
 */
final class OpenedFile {

    private final Optional<Path> file;
    private @Nullable Object seen;

    OpenedFile(Optional<Path> file) {
        this.file = file;
    }

    /** Whether another file is there than at the last look. A file that cannot be looked at counts as the same. */
    synchronized boolean isReplaced() {
        Object before = seen;
        Optional<Object> now = file.flatMap(OpenedFile::identity);
        now.ifPresent(found -> seen = found);
        return before != null && now.filter(found -> !found.equals(before)).isPresent();
    }

    /** Empty where the file system tells none. */
    private static Optional<Object> identity(Path file) {
        try {
            return Optional.ofNullable(
                    Files.readAttributes(file, BasicFileAttributes.class).fileKey());
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
