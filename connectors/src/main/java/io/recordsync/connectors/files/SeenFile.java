package io.recordsync.connectors.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;

/**
 * The state of a file in which its rows were seen.
 *
 * @param size in bytes; -1 if there was no file
 * @param modified its modification time
 * @param end the position of its end, with the hash of all its bytes
 * @param ended whether its last line has a line end
 */
record SeenFile(long size, Instant modified, FilePosition end, boolean ended) {

    /** There was no file. */
    static final SeenFile NONE = new SeenFile(-1, Instant.EPOCH, FilePosition.START, true);

    /** The state of the file now, of which the bytes up to this position were read. */
    static SeenFile of(Path path, FilePosition end, boolean ended) throws IOException {
        BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
        return new SeenFile(now.size(), now.lastModifiedTime().toInstant(), end, ended);
    }

    boolean exists() {
        return size >= 0;
    }

    /** Whether another program may still be writing it. */
    boolean mayBeIncomplete(Instant now) {
        return !ended && modified.isAfter(now.minus(LocalSource.CALM));
    }

    /**
     * Whether the file is in the same state now.
     *
     * @param again the position of its end when it was read again
     */
    boolean isStill(Path path, FilePosition again) throws IOException {
        return exists() ? equals(of(path, again, ended)) : !Files.exists(path);
    }
}
