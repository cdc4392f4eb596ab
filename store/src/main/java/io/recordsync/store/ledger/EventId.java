package io.recordsync.store.ledger;

/**
 * Identifies an event by its record and its key, so that an event key of one record cannot hide a change of another
 * record.
 */
record EventId(RecordKey key, String eventKey) {

    static EventId of(Change change) {
        return new EventId(change.key(), change.eventKey());
    }
}
