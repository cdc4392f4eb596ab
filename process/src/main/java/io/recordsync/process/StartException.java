package io.recordsync.process;

/** A process cannot start; the message is one sentence for the person who starts it. */
public class StartException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public static final int EXIT_CODE = 1;

    public StartException(String message) {
        super(message);
    }

    public StartException(String message, Throwable cause) {
        super(message, cause);
    }
}
