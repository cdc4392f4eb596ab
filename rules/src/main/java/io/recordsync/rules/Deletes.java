package io.recordsync.rules;

/** What happens to a record when the row of it at a system that is read was deleted there. */
public enum Deletes {
    /** The record stays, and is not made there again. This is the default. */
    KEEP,
    /** The record is deleted too. */
    FOLLOW,
    /** The record stays, and is made there again. */
    RECREATE
}
