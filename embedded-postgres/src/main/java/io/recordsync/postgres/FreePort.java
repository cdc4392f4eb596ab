package io.recordsync.postgres;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports for servers on this machine that bind them later, or that stop and start again on the same port.
 *
 * <p>A port is not reserved until the server binds it. Two rules keep others from it meanwhile. It is below the range
 * from which the operating system assigns ports to outgoing connections. And no process draws the same port twice, so
 * that two servers that start together cannot get the same one.
 */
public final class FreePort {

    private static final int ATTEMPTS = 1_000;

    private static final int FIRST = 20_000;

    /** The operating system assigns this port and those above it to outgoing connections. */
    private static final int FIRST_ASSIGNED = 32_768;

    private static final Set<Integer> DRAWN = ConcurrentHashMap.newKeySet();

    private FreePort() {}

    /**
     * A port on which no program listens, and which this method has not returned before in this process.
     *
     * @throws IOException if 1,000 ports drawn at random are all taken
     */
    public static int draw() throws IOException {
        return ThreadLocalRandom.current()
                .ints(ATTEMPTS, FIRST, FIRST_ASSIGNED)
                .filter(port -> isFree(port) && DRAWN.add(port))
                .findFirst()
                .orElseThrow(() -> new IOException("This machine has no free port."));
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
