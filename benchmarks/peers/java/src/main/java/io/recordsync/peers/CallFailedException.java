package io.recordsync.peers;

import io.confluent.parallelconsumer.PCRetriableException;
import java.time.Duration;
import java.util.Optional;

/**
 * A call without a usable answer; it is to be tried again. By its type Parallel Consumer knows not to log it as an
 * error.
 */
final class CallFailedException extends PCRetriableException {

    private static final long serialVersionUID = 1;

    private final transient Optional<Duration> retryAfter;

    CallFailedException(String message, Optional<Duration> retryAfter) {
        super(message);
        this.retryAfter = retryAfter;
    }

    /** What the system asked for. */
    Optional<Duration> retryAfter() {
        return retryAfter;
    }
}
