package io.recordsync.simulator.quota;

/** What a call counts as. */
public enum CallKind {
    /** An ordinary call of the API. */
    API,
    /** A search, which has a limit of its own. */
    SEARCH,
    /** A request for a token, which no quota counts. */
    TOKEN
}
