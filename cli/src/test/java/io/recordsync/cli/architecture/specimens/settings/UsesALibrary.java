package io.recordsync.cli.architecture.specimens.settings;

/** Breaks a rule on purpose: this module does not use that library. */
final class UsesALibrary {

    Class<?> used() {
        return io.temporal.client.WorkflowClient.class;
    }
}
