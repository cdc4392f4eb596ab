package io.recordsync.worker.specimens;

/** Breaks a rule of {@code DeterminismTest} on purpose. */
final class ReadsTheClock {

    long now() {
        return System.currentTimeMillis();
    }
}
