package io.recordsync.devstack.endtoend;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A proxy in front of a server. It can discard everything that passes, as a firewall or an unreachable host does: no
 * connection is refused, and neither side is notified. Connections from that time stay open, and stay dead after
 * {@link #heal()}.
 */
final class Hole implements AutoCloseable {

    private static final int PIECE = 8192;

    private final ServerSocket entry;
    private final int port;
    private final Queue<Way> ways = new ConcurrentLinkedQueue<>();
    private volatile boolean swallows;

    /** @param port the server's port on this machine */
    Hole(int port) {
        this.port = port;
        try {
            entry = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException none) {
            throw new UncheckedIOException(none);
        }
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return entry.getLocalPort();
    }

    void swallow() {
        swallows = true;
        ways.forEach(Way::die);
    }

    /** Lets new connections pass. */
    void heal() {
        swallows = false;
    }

    private void accept() {
        try {
            while (true) {
                Way way = new Way(entry.accept(), new Socket(InetAddress.getLoopbackAddress(), port), swallows);
                ways.add(way);
                way.start();
            }
        } catch (IOException closed) {
            // The test has ended.
        }
    }

    @Override
    public void close() {
        try {
            entry.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        ways.forEach(Way::close);
    }

    private static final class Way {

        private final Socket client;
        private final Socket server;
        private volatile boolean dead;

        Way(Socket client, Socket server, boolean dead) {
            this.client = client;
            this.server = server;
            this.dead = dead;
        }

        void start() {
            Thread.ofVirtual().start(() -> carry(client, server));
            Thread.ofVirtual().start(() -> carry(server, client));
        }

        void die() {
            dead = true;
        }

        private void carry(Socket from, Socket to) {
            byte[] piece = new byte[PIECE];
            try (InputStream in = from.getInputStream();
                    OutputStream out = to.getOutputStream()) {
                for (int size = in.read(piece); size >= 0; size = in.read(piece)) {
                    if (!dead) {
                        out.write(piece, 0, size);
                    }
                }
            } catch (IOException over) {
                // One side has closed the connection.
            }
            if (!dead) {
                close();
            }
        }

        void close() {
            for (Socket socket : new Socket[] {client, server}) {
                try {
                    socket.close();
                } catch (IOException closedAlready) {
                    // It is closed already.
                }
            }
        }
    }
}
