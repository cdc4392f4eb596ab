package io.recordsync.process;

import io.recordsync.settings.StartSettings;
import java.time.Duration;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits at the start for the servers that a process needs, because servers that start at the same time answer a little
 * later.
 */
public final class StartWait {

    private static final Logger LOG = LoggerFactory.getLogger(StartWait.class);

    private static final Duration ASK_AGAIN = Duration.ofSeconds(1);

    private final Duration longest;

    public StartWait(StartSettings settings) {
        this.longest = settings.timeout();
    }

    /**
     * Asks a server until it answers. Logs once that it waits.
     *
     * @param ask one request, which takes at most a few seconds
     * @throws ServerAwayException the last failure, if the server has not answered within {@code START_TIMEOUT}
     */
    public <T> T until(Supplier<T> ask) {
        long begun = System.nanoTime();
        for (boolean first = true; ; first = false) {
            try {
                return ask.get();
            } catch (ServerAwayException e) {
                if (System.nanoTime() - begun >= longest.toNanos()) {
                    throw e;
                }
                if (first) {
                    LOG.warn(
                            "{} The attempt is repeated for up to {} s (START_TIMEOUT).",
                            e.getMessage(),
                            longest.toSeconds());
                }
                pause(e);
            }
        }
    }

    /** As {@link #until(Supplier)}, for a request without a result. */
    public void until(Runnable ask) {
        until(() -> {
            ask.run();
            return true;
        });
    }

    private static void pause(ServerAwayException away) {
        try {
            Thread.sleep(ASK_AGAIN);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw away;
        }
    }
}
