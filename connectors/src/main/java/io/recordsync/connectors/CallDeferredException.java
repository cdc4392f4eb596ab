package io.recordsync.connectors;

import java.time.Duration;

/** No call was made: the account's quota allows none now, or too little time is left for one. Nobody failed: waiting is free of charge. */
public final class CallDeferredException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Duration wait;

    public CallDeferredException(String message, Duration wait) {
        super(message);
        this.wait = wait;
    }

    /** How long to wait before it is worth asking again. */
    public Duration waitTime() {
        return wait;
    }
}
