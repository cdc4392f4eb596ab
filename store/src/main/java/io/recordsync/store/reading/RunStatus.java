package io.recordsync.store.reading;

import java.util.Locale;

/** How a run stands. */
public enum RunStatus {
    RUNNING,
    /** It came to its end, and no row failed. */
    SUCCESS,
    /** It came to its end, and some rows failed. */
    PARTIAL,
    /** It broke off, or all rows failed. */
    FAILED,
    /** A person ended it. */
    CANCELLED,
    /** It came to its end, and has found more deletes than are applied without a person's approval. */
    WAITING;

    public String stored() {
        return name().toLowerCase(Locale.ROOT);
    }

    static RunStatus of(String stored) {
        return valueOf(stored.toUpperCase(Locale.ROOT));
    }
}
