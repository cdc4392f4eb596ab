package io.recordsync.rules;

/** What is to be done with a record at one system. */
public enum Action {
    /** Create the record there, or bring it up to date. */
    UPSERT,
    /** Remove the record there. */
    DELETE
}
