package io.recordsync.connectors;

import java.time.Duration;

/**
 * No call was made, because the account's quota allows none now, or because too little time is left for one. The wait
 * does not count as a failed attempt.
 */
public final class CallDeferredException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Duration wait;

    public CallDeferredException(String message, Duration wait) {
        super(message);
        this.wait = wait;
    }

    /** How long to wait before the next attempt. */
    public Duration waitTime() {
        return wait;
    }
}
