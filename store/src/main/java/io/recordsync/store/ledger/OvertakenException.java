package io.recordsync.store.ledger;

/** Another transaction has created a record meanwhile; this transaction has to be repeated. */
final class OvertakenException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    OvertakenException() {
        super("another transaction has created the record", null, false, false);
    }
}
