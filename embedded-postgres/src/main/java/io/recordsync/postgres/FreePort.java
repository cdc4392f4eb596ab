package io.recordsync.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Ports for servers on this machine that bind them later, or that stop and start again on the same port.
 *
 * <p>A port is not reserved until the server binds it. Two rules keep others from it meanwhile. It is below the range
 * from which the operating system assigns ports to outgoing connections. And a port is drawn once: a process locks one
 * byte for each of its ports in a file that all processes of a user share, so that two servers that start together
 * cannot get the same one. The lock ends with the process.
 */
public final class FreePort {

    private static final int ATTEMPTS = 1_000;

    private static final int FIRST = 20_000;

    /** The operating system assigns this port and those above it to outgoing connections. */
    private static final int FIRST_ASSIGNED = 32_768;

    private static final Set<Integer> DRAWN = ConcurrentHashMap.newKeySet();

    /** Holds no content: the number of a port is the place of the byte that stands for it. */
    private static final Path LOCKS =
            Path.of(System.getProperty("java.io.tmpdir"), "recordsync-ports-" + System.getProperty("user.name"));

    private static @Nullable FileChannel locks;

    private FreePort() {}

    /**
     * A port on which no program listens, and which this method has returned to no process that lives.
     *
     * @throws IOException if 1,000 ports drawn at random are all taken, or the file of the locks cannot be opened
     */
    public static int draw() throws IOException {
        FileChannel locks = locks();
        return ThreadLocalRandom.current()
                .ints(ATTEMPTS, FIRST, FIRST_ASSIGNED)
                .filter(port -> isFree(port) && DRAWN.add(port) && isLocked(locks, port))
                .findFirst()
                .orElseThrow(() -> new IOException("This machine has no free port."));
    }

    /** Opened once: closing any channel of the file would release all locks of this process. */
    private static synchronized FileChannel locks() throws IOException {
        FileChannel opened = locks;
        if (opened == null) {
            opened = FileChannel.open(
                    LOCKS, StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
            locks = opened;
        }
        return opened;
    }

    private static boolean isLocked(FileChannel locks, int port) {
        try {
            return locks.tryLock(port, 1, false) != null;
        } catch (IOException e) {
            throw new UncheckedIOException("The port " + port + " cannot be locked in " + LOCKS + ".", e);
        }
    }

    /** Whether no program listens on this port, on any address of this machine. */
    public static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            // As servers do, so that a port whose last connection closed a moment ago counts as free.
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
