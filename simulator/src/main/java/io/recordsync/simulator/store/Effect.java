package io.recordsync.simulator.store;

/** The effect of a request on an object, or its refusal. */
public enum Effect {
    CREATE,
    UPDATE,
    DELETE,
    REFUSE
}
