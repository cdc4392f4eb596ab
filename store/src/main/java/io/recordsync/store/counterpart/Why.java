package io.recordsync.store.counterpart;

import java.util.Locale;

/** Why a row is read again by its id. */
public enum Why {
    /** It could not be judged: a delivery may still change it, or the answer may be older than what is known. */
    LATER,
    /** It is not certain which record it is. It is read again until that is decided. */
    AMBIGUOUS,
    /** A call by its id did not find it. */
    GONE,
    /** The ledger did not take what it shows. */
    NOT_TAKEN,
    /** It was written, and what came of that was not seen. */
    READ_BACK;

    public String stored() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Why of(String stored) {
        return valueOf(stored.toUpperCase(Locale.ROOT));
    }
}
