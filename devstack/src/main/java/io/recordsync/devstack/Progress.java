package io.recordsync.devstack;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Supplier;

/** Receives the progress of the set-up on this machine, so that a person sees why the first start takes long. */
public interface Progress {

    /** Receives a line during a step: a warning, or the progress of a long step. */
    void note(String line);

    /** A step has succeeded. */
    void done(String step, Duration took);

    /** Runs the step and reports how long it took. */
    default <T> T timed(String step, Supplier<T> work) {
        long begun = System.nanoTime();
        T result = work.get();
        done(step, Duration.ofNanos(System.nanoTime() - begun));
        return result;
    }

    /** Ignores everything. */
    static Progress silent() {
        return new Progress() {
            @Override
            public void note(String line) {}

            @Override
            public void done(String step, Duration took) {}
        };
    }

    /** Prints one line for each step and note. */
    static Progress to(PrintStream out) {
        return new Progress() {
            @Override
            public void note(String line) {
                out.println("  " + line);
            }

            @Override
            public void done(String step, Duration took) {
                out.printf(Locale.ROOT, "  %s (%.1f s)%n", step, took.toMillis() / 1000.0);
            }
        };
    }
}
