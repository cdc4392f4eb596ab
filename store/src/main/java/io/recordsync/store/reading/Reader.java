package io.recordsync.store.reading;

import io.recordsync.store.counterpart.ReaderKey;
import java.util.Locale;
import java.util.Optional;

/**
 * The state of a reader.
 *
 * @param cursor where the next delta begins; empty until a full read has ended
 * @param needsFull whether the next run is full, whatever is asked for
 */
public record Reader(ReaderKey key, State state, Optional<String> cursor, boolean needsFull) {

    public enum State {
        /** Nothing was read yet. */
        OFF,
        /** The first full read has begun, and has not ended. */
        LINKING,
        /** A full read has ended. */
        LIVE;

        public String stored() {
            return name().toLowerCase(Locale.ROOT);
        }

        static State of(String stored) {
            return valueOf(stored.toUpperCase(Locale.ROOT));
        }
    }

    /** The same reader, whose next run is to be full. */
    public Reader withNeedsFull() {
        return new Reader(key, state, cursor, true);
    }
}
