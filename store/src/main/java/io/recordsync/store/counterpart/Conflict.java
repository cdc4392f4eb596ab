package io.recordsync.store.counterpart;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Values of the two sides of which neither goes to the other before somebody decides or one of them changes. Contains
 * personal data, so it is never logged.
 *
 * @param path the record's field; {@link #WHOLE_ROW} if no single field is concerned
 * @param recordId our record; empty for a row of no record
 * @param shown the hashes of what the row shows, by the vendor's field: the conflict is over when it shows something
 *     else
 * @param ours our value; for {@link Kind#AMBIGUOUS} the ids of the records that may be meant
 * @param theirs the system's value
 */
public record Conflict(
        RowPlace place,
        String entity,
        String path,
        Optional<String> recordId,
        Kind kind,
        Map<String, String> shown,
        @Nullable Object ours,
        @Nullable Object theirs) {

    public static final String WHOLE_ROW = "*";

    public Conflict {
        shown = Map.copyOf(shown);
    }

    public enum Kind {
        /** Both sides have changed the field, and the rules let a person decide. */
        ASK,
        /** The system's value would not come back as itself. */
        UNREPRESENTABLE,
        /** The system's value is not of the field's type. */
        UNREADABLE,
        /** The system changes the field again and again after our write. */
        OSCILLATES,
        /** It is not certain which record the row is. */
        AMBIGUOUS,
        /** The ledger did not take the system's value. */
        NOT_TAKEN,
        /** The system did not write our value, and did not refuse it. */
        NOT_WRITTEN,
        /** The system refused our value of this field, and wrote the others. */
        REFUSED;

        public String stored() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static Kind of(String stored) {
            return valueOf(stored.toUpperCase(Locale.ROOT));
        }

        /** Whether it is our value that waits, so that what the row shows is no edit. */
        public boolean isOfOurValue() {
            return this == REFUSED || this == NOT_WRITTEN;
        }
    }

    @Override
    public String toString() {
        return "%s of %s at %s".formatted(kind, path, place);
    }
}
