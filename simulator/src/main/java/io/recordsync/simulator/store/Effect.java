package io.recordsync.simulator.store;

/** The effect of a request on an object, or its refusal. */
public enum Effect {
    CREATE,
    UPDATE,
    DELETE,
    /** A deleted object is back, with its id and its fields. */
    RESTORE,
    REFUSE
}
