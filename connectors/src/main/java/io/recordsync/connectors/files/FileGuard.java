package io.recordsync.connectors.files;

import io.recordsync.connectors.CallDeferredException;
import io.recordsync.connectors.ConnectorException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Locks a file against other processes while it is written, with a lock on {@code .NAME.lock} in the same folder. The
 * lock file is kept. It stores the object whose records the file holds, and during an addition the file's length before
 * it, so that an addition that was interrupted by a crash can be undone.
 */
final class FileGuard implements AutoCloseable {

    private static final Duration PAUSE = Duration.ofMillis(20);
    private static final Duration BUSY = Duration.ofSeconds(1);
    private static final int MAX_BYTES = 1_000;

    private final FileChannel file;
    private final String object;

    private FileGuard(FileChannel file, String object) {
        this.file = file;
        this.object = object;
    }

    /**
     * @param object the object whose records are written; a file holds the records of one object
     * @param patience how long to wait for other processes
     */
    static FileGuard take(Path target, String object, Duration patience) throws IOException {
        Path path = FileNames.folder(target).resolve("." + FileNames.name(target) + ".lock");
        FileChannel file = FileChannel.open(
                path,
                Set.of(
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE,
                        LinkOption.NOFOLLOW_LINKS));
        FileGuard guard = new FileGuard(file, object);
        try {
            guard.await(patience.dividedBy(PAUSE));
            guard.requireObject(FileNames.name(target));
            return guard;
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /** The file's length before an addition that did not end; empty if there is none. */
    OptionalLong unfinished() throws IOException {
        List<String> lines = lines();
        return lines.size() > 1 && lines.get(1).matches("[0-9]{1,18}")
                ? OptionalLong.of(Long.parseLong(lines.get(1)))
                : OptionalLong.empty();
    }

    /** Stores the file's length before an addition. */
    void begin(long length) throws IOException {
        store(object + "\n" + length + "\n");
    }

    /** Removes the stored length, after the addition was completed or undone. */
    void end() throws IOException {
        store(object + "\n");
    }

    private void await(long tries) throws IOException {
        for (long left = tries; lock() == null; left--) {
            if (left <= 0 || Thread.currentThread().isInterrupted()) {
                throw new CallDeferredException(
                        "Another process is writing the file. Nothing was written. It is retried automatically.", BUSY);
            }
            pause();
        }
    }

    private @Nullable FileLock lock() throws IOException {
        try {
            return file.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // another connector in this process holds the lock
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void requireObject(String name) throws IOException {
        List<String> lines = lines();
        if (lines.isEmpty() || lines.getFirst().isEmpty()) {
            end();
        } else if (!lines.getFirst().equals(object)) {
            throw ConnectorException.refused(
                    "OTHER_OBJECT",
                    ("The rules write %s to %s, which contains %s. Put {object} into its setting PATH, so that each"
                                    + " object has its own file, then retry.")
                            .formatted(object, name, lines.getFirst()));
        }
    }

    private List<String> lines() throws IOException {
        ByteBuffer text = ByteBuffer.allocate(MAX_BYTES);
        file.read(text, 0);
        return new String(text.array(), 0, text.position(), StandardCharsets.UTF_8)
                .lines()
                .toList();
    }

    private void store(String text) throws IOException {
        file.truncate(0);
        file.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), 0);
        file.force(false);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
