package io.recordsync.cli.architecture.specimens.parts.one;

import io.recordsync.cli.architecture.specimens.parts.two.KnowsOne;

/** Breaks a rule, on purpose: two parts of a package know each other. */
public final class KnowsTwo {

    Class<?> known() {
        return KnowsOne.class;
    }
}
