package io.recordsync.worker.reading.run;

/** A run cannot go on. Its message is for people and contains no content. */
final class RunFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    RunFailedException(String message) {
        super(message);
    }
}
