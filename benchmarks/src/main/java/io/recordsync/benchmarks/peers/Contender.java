package io.recordsync.benchmarks.peers;

import io.recordsync.benchmarks.harness.BenchTarget;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One of the programs that are compared. */
public interface Contender {

    /** The name in the table. */
    String name();

    /** Why the program cannot run here and what to do about it. Empty if it can run. */
    Optional<String> missing();

    /** The largest number of records that it sends in one call: the system's largest batch, or 1. */
    default int recordsPerCall(BenchTarget target) {
        return target.largestBatch();
    }

    /** The parts of the environment's CPU meter that are the program's own. */
    default Set<String> parts() {
        return Set.of(name());
    }

    /** The versions of its programs by name, apart from those of recordsync and its servers. */
    default Map<String, String> versions() {
        return Map.of();
    }

    /** Starts the program. Returns when its processes run. */
    Running start(Task task);

    /** A contender that is running. */
    interface Running extends AutoCloseable {

        /** {@code kill -9} of all its processes. */
        void kill();

        /** Starts them again after {@link #kill}, on the same data. */
        void restart();

        @Override
        void close();
    }
}
