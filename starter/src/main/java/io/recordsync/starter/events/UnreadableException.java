package io.recordsync.starter.events;

/** A message cannot be read as an event. The reason is for people, without record content. */
final class UnreadableException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String reason;

    UnreadableException(String reason) {
        super(reason, null, false, false);
        this.reason = reason;
    }

    String reason() {
        return reason;
    }
}
