package io.recordsync.cli.architecture.specimens.worker;

import io.recordsync.devstack.DevStackException;

/** Breaks an arrow, on purpose: nothing in production knows the devstack. */
final class KnowsTheDevstack {

    Class<?> known() {
        return DevStackException.class;
    }
}
