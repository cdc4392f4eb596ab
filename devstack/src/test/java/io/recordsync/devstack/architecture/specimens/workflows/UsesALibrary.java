package io.recordsync.devstack.architecture.specimens.workflows;

/** Breaks a rule, on purpose: this module works without that library. */
final class UsesALibrary {

    Class<?> used() {
        return org.springframework.context.ApplicationContext.class;
    }
}
