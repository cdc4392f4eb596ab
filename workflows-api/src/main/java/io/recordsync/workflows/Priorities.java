package io.recordsync.workflows;

/** Temporal's priority keys as recordsync uses them: a lower number goes first. */
public final class Priorities {

    /** A person asked for it. */
    public static final int PERSON = 1;

    /** A change that has just come in. */
    public static final int LIVE = 3;

    /** Work that nobody waits for: backfills, and what the sweeper finds. */
    public static final int BACKFILL = 5;

    private Priorities() {}
}
