package io.recordsync.workflows;

import java.time.Duration;

/**
 * The times that a {@link SyncRecord} keeps.
 *
 * @param deliver how long one attempt of a delivery may take, longer than its calls may
 * @param slowRetry how long a parked delivery with a passing cause waits before it is tried again; doubles each time
 * @param slowRetryMax the longest such wait
 * @param park how long a delivery stays parked before the run ends as failed
 */
public record Times(Duration deliver, Duration slowRetry, Duration slowRetryMax, Duration park) {

    /** How long to wait before the next slow retry, after {@code retries} of them. */
    public Duration slowRetryAfter(int retries) {
        Duration wait = slowRetry.multipliedBy(1L << Math.min(retries, 20));
        return wait.compareTo(slowRetryMax) < 0 ? wait : slowRetryMax;
    }
}
