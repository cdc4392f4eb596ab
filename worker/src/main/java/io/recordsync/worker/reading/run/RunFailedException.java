package io.recordsync.worker.reading.run;

/** A run cannot go on. Its message is for people and contains no content. */
final class RunFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String code;

    RunFailedException(String message) {
        this(message, "");
    }

    /** @param code the system's code of its refusal */
    RunFailedException(String message, String code) {
        super(message);
        this.code = code;
    }

    String code() {
        return code;
    }
}
