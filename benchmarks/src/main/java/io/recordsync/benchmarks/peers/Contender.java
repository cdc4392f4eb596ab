package io.recordsync.benchmarks.peers;

import io.recordsync.benchmarks.harness.BenchTarget;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One of the programs that are compared. */
public interface Contender {

    /** Its name, as the table and {@code --only} tell it. */
    String name();

    /** Why it cannot run here, with what to do about it, if it cannot. */
    Optional<String> missing();

    /** How many records it sends in one call at most: the system's largest batch, or 1. */
    default int recordsPerCall(BenchTarget target) {
        return target.largestBatch();
    }

    /** The parts of the site's CPU meter that are its own. */
    default Set<String> parts() {
        return Set.of(name());
    }

    /** The versions of its programs, by name, beside those of recordsync and its servers. */
    default Map<String, String> versions() {
        return Map.of();
    }

    /** Starts it; returns when its processes run. */
    Running start(Task task);

    /** A contender at work. */
    interface Running extends AutoCloseable {

        /** {@code kill -9} of all its processes. */
        void kill();

        /** Starts them again after {@link #kill}, on the same data. */
        void restart();

        @Override
        void close();
    }
}
