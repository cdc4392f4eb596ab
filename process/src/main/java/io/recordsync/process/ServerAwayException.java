package io.recordsync.process;

/** A server does not answer now, but may answer soon. The message also says what to do if it does not. */
public final class ServerAwayException extends StartException {

    private static final long serialVersionUID = 1L;

    public ServerAwayException(String message, Throwable cause) {
        super(message, cause);
    }
}
