package io.recordsync.devstack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The port on which a server is to listen on the loopback address.
 *
 * @param number the port; 0 means any free one
 * @param required whether a taken port is an error; otherwise a free one is used instead
 */
public record Port(int number, boolean required) {

    private static final int ATTEMPTS = 1_000;

    private static final int FIRST = 20_000;

    /**
     * From this number on, the operating system assigns ports to outgoing connections. It could assign a server's port
     * before the server binds it or while the server restarts, so free ports are chosen below this number.
     */
    private static final int FIRST_GIVEN_OUT = 32_768;

    public Port {
        if (number < 0 || number > 65_535) {
            throw new IllegalArgumentException("A port is a number from 0 to 65535, not " + number + ".");
        }
    }

    /** Any free port. */
    public static Port any() {
        return new Port(0, false);
    }

    /** This port if it is free, otherwise any free one. */
    public static Port preferably(int number) {
        return new Port(number, false);
    }

    /** This port and no other. */
    public static Port exactly(int number) {
        return new Port(number, true);
    }

    /**
     * A number that was free when it was checked. It is not reserved until the server binds it.
     *
     * @throws DevStackException if the required port is taken
     */
    public int claim(String server) {
        if (number != 0 && isFree(number)) {
            return number;
        }
        if (required && number != 0) {
            throw new DevStackException(String.format(
                    Locale.ROOT,
                    "%s cannot listen on port %d, because another program does. Stop that program, or"
                            + " choose another port.",
                    server,
                    number));
        }
        return free();
    }

    private static int free() {
        return ThreadLocalRandom.current()
                .ints(ATTEMPTS, FIRST, FIRST_GIVEN_OUT)
                .filter(Port::isFree)
                .findFirst()
                .orElseThrow(() -> new DevStackException("This machine has no free port on its loopback address."));
    }

    private static boolean isFree(int number) {
        try (ServerSocket socket = bind(number)) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    private static ServerSocket bind(int number) throws IOException {
        ServerSocket socket = new ServerSocket();
        try {
            // As servers do, so that a port whose last connection closed a moment ago counts as free.
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), number));
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }
}
