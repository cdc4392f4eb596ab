package io.recordsync.starter.cli;

import io.recordsync.process.StartException;

/** The API has refused a request. The message is its own sentence. */
final class ApiRefusalException extends StartException {

    private static final long serialVersionUID = 1L;

    private final int status;

    ApiRefusalException(int status, String message) {
        super(message);
        this.status = status;
    }

    /** Whether the request itself is wrong, so that another one is needed. */
    boolean isOfTheRequest() {
        return status == 400 || status == 404;
    }
}
