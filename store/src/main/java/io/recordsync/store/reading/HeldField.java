package io.recordsync.store.reading;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * A vendor's field that is neither read nor written, until it is decided. What was decided holds until all rows have
 * been read.
 *
 * @param run the run that stopped it
 * @param rows in how many rows it had changed by then
 * @param decidedAt empty while it is not decided
 */
public record HeldField(
        String field, Kind kind, long run, long rows, Optional<Decision> decision, Optional<Instant> decidedAt) {

    /** Why a field is held. */
    public enum Kind {
        /** Many rows have lost it. */
        BLANKS,
        /** Many rows show it in another form. */
        FORMS,
        /** The place does not have the field any more. */
        ABSENT;

        public String stored() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Kind of(String stored) {
            return valueOf(stored.toUpperCase(Locale.ROOT));
        }
    }

    /** What is done about the rows of a field that was held. */
    public enum Decision {
        /** They are given our values. */
        OURS,
        /** They are judged as any edit. */
        THEIRS,
        /** The field is there again: its rows are compared as those of a field that is new there. */
        BACK;

        public String stored() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Decision of(String stored) {
            return valueOf(stored.toUpperCase(Locale.ROOT));
        }
    }

    /** Whether the field is neither read nor written. */
    public boolean isStopped() {
        return decision.isEmpty();
    }
}
