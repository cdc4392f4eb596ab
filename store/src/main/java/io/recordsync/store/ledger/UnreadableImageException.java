package io.recordsync.store.ledger;

/**
 * The ledger's content of a record cannot be read, for example because somebody has edited it. Only this record is
 * affected.
 */
public final class UnreadableImageException extends IllegalStateException {

    private static final long serialVersionUID = 1;

    UnreadableImageException() {
        super("the ledger's content of this record cannot be read");
    }
}
