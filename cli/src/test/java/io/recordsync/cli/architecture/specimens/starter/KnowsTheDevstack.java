package io.recordsync.cli.architecture.specimens.starter;

import io.recordsync.devstack.DevStackException;

/** Breaks an arrow, on purpose: nothing in production knows the devstack. */
final class KnowsTheDevstack {

    Class<?> known() {
        return DevStackException.class;
    }
}
