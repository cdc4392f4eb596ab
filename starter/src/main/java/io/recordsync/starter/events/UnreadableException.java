package io.recordsync.starter.events;

/** A message is not an event; the reason is for people, without content. */
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
