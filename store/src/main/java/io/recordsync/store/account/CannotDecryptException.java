package io.recordsync.store.account;

/** A stored secret was encrypted with another key, or was changed. */
public final class CannotDecryptException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    CannotDecryptException(String account, Throwable cause) {
        super(
                ("The stored credential of %s was not encrypted with this CREDENTIALS_KEY. Set the key with"
                                + " which it was encrypted, or delete its row in the table credential and authorize"
                                + " the app again.")
                        .formatted(account),
                cause);
    }
}
