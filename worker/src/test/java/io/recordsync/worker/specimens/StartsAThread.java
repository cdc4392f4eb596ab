package io.recordsync.worker.specimens;

/** Breaks a rule of {@code DeterminismTest} on purpose. */
final class StartsAThread {

    Object lock() {
        return new java.util.concurrent.locks.ReentrantLock();
    }
}
