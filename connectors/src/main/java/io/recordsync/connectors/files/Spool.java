package io.recordsync.connectors.files;

import io.recordsync.connectors.http.VendorResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * Downloaded files, stored on disk while they are read page by page: the newest version per address, until the
 * connector is closed. Only the user of this process may read them.
 */
final class Spool implements AutoCloseable {

    private final Map<String, Kept> kept = new HashMap<>();
    private final ReentrantLock lock = new ReentrantLock();

    private record Kept(String version, Path file) {}

    /** The file, if it is stored in this version. */
    Optional<Path> find(String address, String version) {
        lock.lock();
        try {
            return Optional.ofNullable(kept.get(address))
                    .filter(one -> one.version().equals(version))
                    .map(Kept::file);
        } finally {
            lock.unlock();
        }
    }

    /** An answer, and the file with its body if it succeeded. */
    record Filled(VendorResponse response, Path file) {}

    /** @param fetch downloads into the file that it is given */
    Filled fill(Function<Path, VendorResponse> fetch) {
        Path file = fresh();
        boolean good = false;
        try {
            VendorResponse response = fetch.apply(file);
            good = response.succeeded();
            return new Filled(response, file);
        } finally {
            if (!good) {
                drop(file);
            }
        }
    }

    private static Path fresh() {
        try {
            return Files.createTempFile("recordsync-", ".part");
        } catch (IOException e) {
            throw FilesErrors.io("a temporary file", "write", e);
        }
    }

    /** Stores the file instead of an older version. A reader that has the older one open continues with it. */
    void keep(String address, String version, Path file) {
        lock.lock();
        try {
            Kept older = kept.put(address, new Kept(version, file));
            if (older != null) {
                drop(older.file());
            }
        } finally {
            lock.unlock();
        }
    }

    static void drop(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw FilesErrors.io("a temporary file", "write", e);
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            kept.values().forEach(one -> drop(one.file()));
            kept.clear();
        } finally {
            lock.unlock();
        }
    }
}
