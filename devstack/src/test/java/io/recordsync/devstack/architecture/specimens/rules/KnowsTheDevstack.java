package io.recordsync.devstack.architecture.specimens.rules;

import io.recordsync.devstack.DevStackException;

/** Breaks an arrow, on purpose: nothing in production knows the devstack. */
final class KnowsTheDevstack {

    Class<?> known() {
        return DevStackException.class;
    }
}
