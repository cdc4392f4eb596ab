package io.recordsync.cli.architecture.specimens.process;

import io.recordsync.devstack.DevStackException;

/** Breaks a rule on purpose: no production code uses the devstack. */
final class KnowsTheDevstack {

    Class<?> known() {
        return DevStackException.class;
    }
}
