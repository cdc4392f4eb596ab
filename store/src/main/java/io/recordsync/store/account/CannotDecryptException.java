package io.recordsync.store.account;

/** A stored secret was encrypted with another key, or was changed. */
public final class CannotDecryptException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    CannotDecryptException(String account, Throwable cause) {
        super(
                ("The stored credential of %s was not encrypted with this CREDENTIALS_KEY: set the key that it was"
                                + " stored with, or delete its row in the table credential and authorize anew.")
                        .formatted(account),
                cause);
    }
}
