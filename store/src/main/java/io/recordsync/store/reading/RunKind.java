package io.recordsync.store.reading;

import java.util.Locale;

/** What a run reads. */
public enum RunKind {
    /** The rows that have changed. */
    DELTA,
    /** All rows. */
    FULL,
    /** All rows, for the first time. */
    LINK;

    public String stored() {
        return name().toLowerCase(Locale.ROOT);
    }

    static RunKind of(String stored) {
        return valueOf(stored.toUpperCase(Locale.ROOT));
    }
}
