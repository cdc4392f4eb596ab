package io.recordsync.worker.delivery.retry;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt: 2, 4, 8, 16, 32 s with full jitter, or the time that the system asks for,
 * up to one hour.
 *
 * @param maxRetries the largest number of charged attempts after the first
 * @param fullJitter whether the wait is a random time between zero and the delay; otherwise it is the whole delay
 * @param random a thread-safe generator
 * @param betweenProbes the time between two probes of a system that is down; a delivery that waits for the system is
 *     tried again after one to two times as long
 */
public record RetryPolicy(int maxRetries, boolean fullJitter, RandomGenerator random, Duration betweenProbes) {

    private static final Duration FIRST = Duration.ofSeconds(2);
    private static final int MAX_DOUBLINGS = 4;
    private static final Duration MAX_RETRY_AFTER = Duration.ofHours(1);
    private static final Duration LIMIT_WITHOUT_A_WORD = Duration.ofSeconds(10);
    private static final int ACCOUNT_TIMES_LONGER = 4;
    private static final Duration MAX_LEASE_WAIT = Duration.ofSeconds(5);

    Duration afterFailure(int attempts, Optional<Duration> retryAfter) {
        Duration backoff = FIRST.multipliedBy(1L << Math.min(attempts, MAX_DOUBLINGS));
        return retryAfter.map(RetryPolicy::bounded).orElseGet(() -> jittered(backoff));
    }

    /** Adds a random time of up to 2 s, so that deliveries that were told the same time do not all come at once. */
    Duration afterLimit(Optional<Duration> retryAfter) {
        return retryAfter.map(RetryPolicy::bounded).orElse(LIMIT_WITHOUT_A_WORD).plus(spread(Duration.ofSeconds(2)));
    }

    /** How long to wait after a row showed nothing new: not at all the first time, because that is usual. */
    public Duration afterNoNews(int attempts) {
        return attempts == 0 ? Duration.ZERO : afterFailure(attempts - 1, Optional.empty());
    }

    public Duration whileCircuitIsOpen() {
        return betweenProbes.plus(spread(betweenProbes));
    }

    /**
     * Longer than for an open circuit of the system, because work is still fetched meanwhile: it may include deliveries
     * of other tenants.
     */
    public Duration whileAccountIsRefused() {
        Duration wait = betweenProbes.multipliedBy(ACCOUNT_TIMES_LONGER);
        return wait.plus(spread(wait));
    }

    /**
     * How long to wait before another owner's lease is checked again, 5 s at most. Usually the lease is released long
     * before it ends.
     */
    public static Duration untilLeaseCheck(Duration wanted) {
        return wanted.compareTo(MAX_LEASE_WAIT) < 0 ? wanted : MAX_LEASE_WAIT;
    }

    /** A random time of up to {@code most}. */
    public Duration spread(Duration most) {
        return Duration.ofMillis(random.nextLong(most.toMillis() + 1));
    }

    private Duration jittered(Duration backoff) {
        return fullJitter ? spread(backoff) : backoff;
    }

    private static Duration bounded(Duration retryAfter) {
        return retryAfter.compareTo(MAX_RETRY_AFTER) < 0 ? retryAfter : MAX_RETRY_AFTER;
    }
}
