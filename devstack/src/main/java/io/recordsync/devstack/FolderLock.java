package io.recordsync.devstack;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** Locks a folder for this process. The operating system releases the lock when the process ends, however it ends. */
final class FolderLock implements AutoCloseable {

    private static final String FILE = "lock";

    private final Path folder;
    private final FileChannel channel;

    private FolderLock(Path folder, FileChannel channel) {
        this.folder = folder;
        this.channel = channel;
    }

    /** The folder's real path, independent of the path by which it was named. */
    Path folder() {
        return folder;
    }

    /**
     * Creates the folder if it is missing, and locks it.
     *
     * @throws DevStackException if another process, or another part of this one, has locked it
     */
    static FolderLock of(Path folder) {
        try {
            Files.createDirectories(folder);
            FileChannel channel = open(folder);
            if (tryLock(channel) == null) {
                channel.close();
                throw new DevStackException(
                        ("The folder %s is in use by another recordsync. Stop that one, or choose another"
                                        + " folder with --data.")
                                .formatted(folder));
            }
            return new FolderLock(folder.toRealPath(), channel);
        } catch (IOException e) {
            throw new DevStackException(
                    "The folder %s cannot be written. Choose another one with --data.".formatted(folder), e);
        }
    }

    /** Locks the folder, and waits while another process or thread has locked it. */
    static FolderLock waitFor(Path folder) throws InterruptedException {
        while (true) {
            try {
                Files.createDirectories(folder);
                FileChannel channel = open(folder);
                channel.lock();
                return new FolderLock(folder.toRealPath(), channel);
            } catch (OverlappingFileLockException heldInThisProcess) {
                Thread.sleep(200);
            } catch (IOException e) {
                throw new DevStackException("The folder %s cannot be written.".formatted(folder), e);
            }
        }
    }

    private static FileChannel open(Path folder) throws IOException {
        return FileChannel.open(folder.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException heldInThisProcess) {
            return null;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new DevStackException("The lock of a folder could not be released.", e);
        }
    }
}
