package io.recordsync.starter.bridge.lanes;

/** The two ways from an accepted change to Temporal. */
public enum Lane {
    /** The workflow of each record is signalled, and started if none runs. */
    RECORD,

    /** A workflow is started for each chunk of records. */
    CHUNK
}
