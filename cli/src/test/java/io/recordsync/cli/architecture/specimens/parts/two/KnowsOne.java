package io.recordsync.cli.architecture.specimens.parts.two;

import io.recordsync.cli.architecture.specimens.parts.one.KnowsTwo;

/** Breaks a rule, on purpose: two parts of a package know each other. */
public final class KnowsOne {

    Class<?> known() {
        return KnowsTwo.class;
    }
}
