package io.recordsync.devstack;

import io.recordsync.postgres.FreePort;
import java.io.IOException;
import java.util.Locale;

/**
 * The port on which a server is to listen on the loopback address.
 *
 * @param number the port; 0 means any free one
 * @param required whether a taken port is an error; otherwise a free one is used instead
 */
public record Port(int number, boolean required) {

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
        if (number != 0 && FreePort.isFree(number)) {
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
        try {
            return FreePort.draw();
        } catch (IOException e) {
            throw new DevStackException("This machine has no free port.", e);
        }
    }
}
