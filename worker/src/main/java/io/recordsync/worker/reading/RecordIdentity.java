package io.recordsync.worker.reading;

import io.recordsync.store.counterpart.Counterpart;
import io.recordsync.store.counterpart.Why;
import io.recordsync.store.ledger.RecordKey;
import java.util.Set;

/** Which record a row is. */
sealed interface RecordIdentity {

    /**
     * The row is of this record, which may not exist yet.
     *
     * @param as what is known of the row as one of this record; without a base if it was another record's before
     */
    record Of(RecordKey key, Counterpart as) implements RecordIdentity {}

    /**
     * It is not certain which record the row is.
     *
     * @param recordIds the records that may be meant
     */
    record Ambiguous(Set<String> recordIds) implements RecordIdentity {

        public Ambiguous {
            recordIds = Set.copyOf(recordIds);
        }
    }

    /** The row is no record's, and is not to become one. */
    record NotWanted() implements RecordIdentity {}

    /** The row has what no record id can be made of. */
    record Unreadable(RuntimeException why) implements RecordIdentity {}

    /** It cannot be said now whose the row is. */
    record Later(Why why) implements RecordIdentity {}
}
