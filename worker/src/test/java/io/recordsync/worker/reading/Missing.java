package io.recordsync.worker.reading;

/** What the random rounds leave out, because readers or the judgement do not have it yet. */
final class Missing {

    /** A row of a create that is under way or in doubt, at a system that does not keep our record id, is ours. */
    static final boolean UNSETTLED_CREATES_ARE_KNOWN = false;

    /** What the system has made of a null of ours is no value for it, as long as the create is in doubt. */
    static final boolean FILLERS_OF_CREATES_IN_DOUBT_ARE_KNOWN = false;

    private Missing() {}
}
