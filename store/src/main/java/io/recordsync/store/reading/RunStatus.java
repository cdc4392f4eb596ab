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
    CANCELLED;

    public String stored() {
        return name().toLowerCase(Locale.ROOT);
    }

    static RunStatus of(String stored) {
        return valueOf(stored.toUpperCase(Locale.ROOT));
    }
}
