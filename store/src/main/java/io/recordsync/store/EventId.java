package io.recordsync.store;

/** An event is known by its record and its key, so that no sender can hide a record's change behind another's key. */
record EventId(RecordKey key, String eventKey) {

    static EventId of(Change change) {
        return new EventId(change.key(), change.eventKey());
    }
}
