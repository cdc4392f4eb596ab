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
 */
record Verdict(Next next, boolean charged, Duration delay) {

    enum Next {
        RETRY,
        PARK
    }

    /**
     * @param attempts charged before this one
     * @param chargedInThisOutage whether this delivery has paid once already since the system began to fail: an outage costs one attempt
     */
    static Verdict on(ConnectorException failure, int attempts, boolean chargedInThisOutage, RetryPolicy policy) {
        return switch (failure.kind()) {
            case PERMANENT -> new Verdict(Next.PARK, true, Duration.ZERO);
            case RATE_LIMITED -> free(policy.afterLimit(failure.retryAfter()));
            case ACCOUNT_REFUSED -> free(policy.whileCircuitIsOpen());
            case UNAVAILABLE ->
                chargedInThisOutage ? free(policy.whileCircuitIsOpen()) : charged(failure, attempts, policy);
            case TRANSIENT -> charged(failure, attempts, policy);
        };
    }

    private static Verdict charged(ConnectorException failure, int attempts, RetryPolicy policy) {
        return attempts >= policy.maxRetries()
                ? new Verdict(Next.PARK, true, Duration.ZERO)
                : new Verdict(Next.RETRY, true, policy.afterFailure(attempts, failure.retryAfter()));
    }

    private static Verdict free(Duration delay) {
        return new Verdict(Next.RETRY, false, delay);
    }

    /** Whether a cause may pass by itself, so that a parked delivery is tried again slowly. */
    static boolean mayPass(ErrorKind kind) {
        return kind != ErrorKind.PERMANENT;
    }
}
