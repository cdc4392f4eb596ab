package io.recordsync.store.reading;

import java.util.Locale;

/** What a run reads, or gives. */
public enum RunKind {
    /** The rows that have changed. */
    DELTA,
    /** All rows. */
    FULL,
    /** All rows, for the first time. */
    LINK,
    /** No rows: after the first read of all rows it makes due what the system lacks. */
    PUSH,
    /** No rows: it makes due what the system would be given otherwise by the rules of today. */
    RESEND;

    public String stored() {
        return name().toLowerCase(Locale.ROOT);
    }

    static RunKind of(String stored) {
        return valueOf(stored.toUpperCase(Locale.ROOT));
    }
}
