package io.recordsync.worker.specimens;

/** Breaks a rule of {@code DeterminismTest} on purpose. */
final class DoesIo {

    java.io.File file() {
        return new java.io.File("settings.yml");
    }
}
