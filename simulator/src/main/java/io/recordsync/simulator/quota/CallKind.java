package io.recordsync.simulator.quota;

/** The kinds of calls, which are counted separately. */
public enum CallKind {
    /** An ordinary API call. */
    API,
    /** A search, which has its own limit. */
    SEARCH,
    /** A token request, which does not count against a quota. */
    TOKEN,
    /** A call that needs no credentials and does not count against a quota. */
    PUBLIC
}
