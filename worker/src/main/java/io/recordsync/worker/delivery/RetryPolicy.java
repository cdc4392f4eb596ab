package io.recordsync.worker.delivery;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt: 2, 4, 8, 16, 32 s with full jitter, or what the system asks for.
 *
 * @param maxRetries charged attempts after the first
 * @param fullJitter anywhere between nothing and the whole delay; otherwise the whole delay
 * @param random safe for all threads
 * @param betweenProbes of a system that is down: who waits for it looks again after once to twice as long
 */
public record RetryPolicy(int maxRetries, boolean fullJitter, RandomGenerator random, Duration betweenProbes) {

    private static final Duration FIRST = Duration.ofSeconds(2);
    private static final int MOST_DOUBLINGS = 4;
    private static final Duration LONGEST_RETRY_AFTER = Duration.ofHours(1);
    private static final Duration LIMIT_WITHOUT_A_WORD = Duration.ofSeconds(10);
    private static final int ACCOUNT_TIMES_LONGER = 4;

    Duration afterFailure(int attempts, Optional<Duration> retryAfter) {
        Duration backoff = FIRST.multipliedBy(1L << Math.min(attempts, MOST_DOUBLINGS));
        return retryAfter.map(RetryPolicy::bounded).orElseGet(() -> jittered(backoff));
    }

    /** A little spread on top, so that those who were told the same time do not come all at once. */
    Duration afterLimit(Optional<Duration> retryAfter) {
        return retryAfter.map(RetryPolicy::bounded).orElse(LIMIT_WITHOUT_A_WORD).plus(spread(Duration.ofSeconds(2)));
    }

    Duration whileCircuitIsOpen() {
        return betweenProbes.plus(spread(betweenProbes));
    }

    /** Longer, because work is still fetched meanwhile: other tenants' may be among it. */
    Duration whileAccountIsRefused() {
        Duration wait = betweenProbes.multipliedBy(ACCOUNT_TIMES_LONGER);
        return wait.plus(spread(wait));
    }

    Duration spread(Duration most) {
        return Duration.ofMillis(random.nextLong(most.toMillis() + 1));
    }

    private Duration jittered(Duration backoff) {
        return fullJitter ? spread(backoff) : backoff;
    }

    private static Duration bounded(Duration retryAfter) {
        return retryAfter.compareTo(LONGEST_RETRY_AFTER) < 0 ? retryAfter : LONGEST_RETRY_AFTER;
    }
}
