package io.recordsync.simulator.store;

/** How an effect and its reply came about, seen from the client. */
public enum Arrival {
    /** The reply was sent after the effect. */
    ANSWERED,
    /** The effect took place, and the reply was lost on its way. */
    REPLY_LOST,
    /** The effect took place after the client had been left without a reply. */
    LATE
}
