package io.recordsync.cli.architecture.specimens.settings.api;

/** Breaks a rule on purpose: this module does not use that library. */
final class UsesALibrary {

    Class<?> used() {
        return org.springframework.context.ApplicationContext.class;
    }
}
