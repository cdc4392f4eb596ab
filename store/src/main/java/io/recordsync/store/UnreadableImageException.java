package io.recordsync.store;

/** The ledger holds a record's content in a form that cannot be read, as when somebody has edited it. It harms this record alone. */
public final class UnreadableImageException extends IllegalStateException {

    private static final long serialVersionUID = 1;

    UnreadableImageException() {
        super("the ledger's content of this record cannot be read");
    }
}
