package io.recordsync.connectors.files;

/** A line is not a valid row. The exception says why, without any of the line's content. */
final class UnreadableRowException extends Exception {

    private static final long serialVersionUID = 1L;

    UnreadableRowException(String reason) {
        super(reason, null, false, false);
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
