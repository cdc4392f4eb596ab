package io.recordsync.worker.specimens;

/** Breaks a rule of {@code DeterminismTest} on purpose. */
final class KeepsStaticState {

    static int runs = 0;
}
