package io.recordsync.worker.reading;

import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Work in a thread of its own that pauses where it asks to. Only one of the two threads runs at a time, so that a round
 * is always played in the same way.
 */
final class PausedWork {

    private static final long MINUTES = 5;

    private final SynchronousQueue<Boolean> goOn = new SynchronousQueue<>();
    private final SynchronousQueue<Boolean> stopped = new SynchronousQueue<>();
    private @Nullable Throwable failure;

    /** The process is gone: nothing of the work that is left is done. */
    private static final class Gone extends Error {
        private static final long serialVersionUID = 1;
    }

    /**
     * Starts the work.
     *
     * @return whether it pauses; otherwise it has ended
     */
    boolean start(Runnable work) {
        Thread.ofVirtual().start(() -> {
            try {
                work.run();
            } catch (Gone e) {
                // Nobody waits for it.
                return;
            } catch (Throwable e) {
                failure = e;
            }
            put(stopped, false);
        });
        return whetherItPauses();
    }

    /** Called by the work: it goes on when the other thread says so. */
    void pause() {
        put(stopped, true);
        if (!take(goOn)) {
            throw new Gone();
        }
    }

    /** Lets the work go on; whether it pauses again. */
    boolean goOn() {
        put(goOn, true);
        return whetherItPauses();
    }

    /** Ends the work where it pauses. */
    void end() {
        put(goOn, false);
    }

    private boolean whetherItPauses() {
        boolean pauses = take(stopped);
        Throwable thrown = failure;
        if (thrown != null) {
            throw new AssertionError("the work has failed", thrown);
        }
        return pauses;
    }

    private static void put(SynchronousQueue<Boolean> queue, boolean value) {
        try {
            if (!queue.offer(value, MINUTES, TimeUnit.MINUTES)) {
                throw new AssertionError("the other thread does not answer");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean take(SynchronousQueue<Boolean> queue) {
        try {
            Boolean value = queue.poll(MINUTES, TimeUnit.MINUTES);
            if (value == null) {
                throw new AssertionError("the other thread does not answer");
            }
            return value;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
