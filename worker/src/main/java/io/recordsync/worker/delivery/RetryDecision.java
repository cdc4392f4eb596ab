package io.recordsync.worker.delivery;

import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.ErrorKind;
import java.time.Duration;

/**
 * What a failed attempt leads to; the one place where that is decided.
 *
 * @param next what happens now
 * @param charged whether the attempt counts against the delivery's retries
 * @param delay until the next attempt; zero when there is none
 * @param source where the delay comes from, for people
 */
record RetryDecision(Next next, boolean charged, Duration delay, String source) {

    enum Next {
        RETRY,
        PARK
    }

    /**
     * @param attempts charged before this one
     * @param costs whether a failure of the system itself costs this delivery an attempt: an outage costs one
     */
    static RetryDecision on(ConnectorException failure, int attempts, boolean costs, RetryPolicy policy) {
        return switch (failure.kind()) {
            case PERMANENT -> park();
            case RATE_LIMITED -> free(policy.afterLimit(failure.retryAfter()), "the system's rate limit");
            case ACCOUNT_REFUSED -> free(policy.whileAccountIsRefused(), "the account's circuit");
            case UNAVAILABLE ->
                costs ? charged(failure, attempts, policy) : free(policy.whileCircuitIsOpen(), "the system's outage");
            case TRANSIENT -> charged(failure, attempts, policy);
        };
    }

    private static RetryDecision charged(ConnectorException failure, int attempts, RetryPolicy policy) {
        return attempts >= policy.maxRetries()
                ? park()
                : new RetryDecision(
                        Next.RETRY,
                        true,
                        policy.afterFailure(attempts, failure.retryAfter()),
                        failure.retryAfter().isPresent() ? "the system's Retry-After" : "backoff");
    }

    private static RetryDecision free(Duration delay, String source) {
        return new RetryDecision(Next.RETRY, false, delay, source);
    }

    private static RetryDecision park() {
        return new RetryDecision(Next.PARK, true, Duration.ZERO, "");
    }

    /** After a call that may still take effect nothing is sent before the grace is over. */
    RetryDecision notBefore(Duration grace) {
        return delay.compareTo(grace) >= 0
                ? this
                : new RetryDecision(next, charged, grace, "the grace for a late write");
    }

    /** Whether a cause may pass by itself, so that a parked delivery is tried again slowly. */
    static boolean mayPass(ErrorKind kind) {
        return kind != ErrorKind.PERMANENT;
    }
}
