package io.recordsync.simulator.store;

/** What a request did to an object, or that it was refused. */
public enum Effect {
    CREATE,
    UPDATE,
    DELETE,
    REFUSE
}
