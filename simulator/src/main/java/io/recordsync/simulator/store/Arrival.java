package io.recordsync.simulator.store;

/** Whether and when the client got the reply to an effect. */
public enum Arrival {
    /** The reply was sent after the effect. */
    ANSWERED,
    /** The effect took place, but the reply was lost. */
    REPLY_LOST,
    /** The effect took place after the client's connection was closed without a reply. */
    LATE,
    /** A person made the effect in the vendor's user interface, so there was no client. */
    PERSON
}
