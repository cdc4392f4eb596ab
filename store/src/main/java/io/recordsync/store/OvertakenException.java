package io.recordsync.store;

/** Another has made a record meanwhile; the transaction is to be tried again. */
final class OvertakenException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    OvertakenException() {
        super("another has made the record meanwhile", null, false, false);
    }
}
