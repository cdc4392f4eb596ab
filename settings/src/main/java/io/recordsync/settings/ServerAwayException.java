package io.recordsync.settings;

/** A server does not answer now, but may soon; else the message says what to do. */
public final class ServerAwayException extends StartException {

    private static final long serialVersionUID = 1L;

    public ServerAwayException(String message, Throwable cause) {
        super(message, cause);
    }
}
