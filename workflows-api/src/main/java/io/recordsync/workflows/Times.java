package io.recordsync.workflows;

import java.time.Duration;

/**
 * The time limits and waits of a {@link SyncRecord}.
 *
 * @param deliver how long one attempt of a delivery may take; longer than its calls may take
 * @param slowRetry how long a parked delivery with a temporary cause waits before the first slow retry; the wait
 *     doubles with each retry
 * @param slowRetryMax the longest wait before a slow retry
 * @param park how long a delivery stays parked before the run ends as failed
 */
public record Times(Duration deliver, Duration slowRetry, Duration slowRetryMax, Duration park) {

    /** The wait before the next slow retry, after {@code retries} slow retries. */
    public Duration slowRetryAfter(int retries) {
        Duration wait = slowRetry.multipliedBy(1L << Math.min(retries, 20));
        return wait.compareTo(slowRetryMax) < 0 ? wait : slowRetryMax;
    }
}
