package io.recordsync.worker.delivery.retry;

import io.recordsync.connectors.ConnectorException;
import io.recordsync.connectors.ErrorKind;
import java.time.Duration;

/**
 * What follows from a failed attempt. It is decided only here.
 *
 * @param next what happens now
 * @param charged whether the attempt counts against the delivery's retries
 * @param delay the time until the next attempt; zero if there is none
 * @param source why the delay has this length, for people
 */
public record RetryDecision(Next next, boolean charged, Duration delay, String source) {

    public enum Next {
        RETRY,
        PARK
    }

    /**
     * @param attempts the number of attempts that were charged before this one
     * @param costs whether a failure of the system itself is charged to this delivery; an outage is charged once
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

    /** After a call that may still take effect, nothing is sent until the grace is over. */
    RetryDecision notBefore(Duration grace) {
        return delay.compareTo(grace) >= 0
                ? this
                : new RetryDecision(next, charged, grace, "the waiting time after a call that may still take effect");
    }

    /** Whether a cause may be temporary, so that a parked delivery is tried again slowly. */
    static boolean mayPass(ErrorKind kind) {
        return kind != ErrorKind.PERMANENT;
    }
}
