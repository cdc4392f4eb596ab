package io.recordsync.devstack;

import java.io.PrintStream;
import java.time.Duration;
import java.util.function.Supplier;

/** Hears what is being set up on this machine, so that a person sees why the first start takes its time. */
public interface Progress {

    /** Something worth saying in between: a warning, or how far a long step has come. One line. */
    void note(String line);

    /** A step ended well. */
    void done(String step, Duration took);

    /** Runs the step and reports how long it took. */
    default <T> T timed(String step, Supplier<T> work) {
        long begun = System.nanoTime();
        T result = work.get();
        done(step, Duration.ofNanos(System.nanoTime() - begun));
        return result;
    }

    /** Says nothing. */
    static Progress silent() {
        return new Progress() {
            @Override
            public void note(String line) {}

            @Override
            public void done(String step, Duration took) {}
        };
    }

    /** One line for each step and note. */
    static Progress to(PrintStream out) {
        return new Progress() {
            @Override
            public void note(String line) {
                out.println("  " + line);
            }

            @Override
            public void done(String step, Duration took) {
                out.printf("  %s (%.1f s)%n", step, took.toMillis() / 1000.0);
            }
        };
    }
}
