package io.recordsync.starter.bridge.consumer;

import io.recordsync.starter.bridge.kafka.KafkaSendException;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.util.backoff.BackOffExecution;
import org.springframework.util.backoff.ExponentialBackOff;

/**
 * When a poll that could not be accepted is tried again: after 0.5 s, and then after twice as long each time, up to 30
 * s. Used by one thread.
 */
final class PollRetry {

    private static final Logger LOG = LoggerFactory.getLogger(PollRetry.class);

    private static final Duration FIRST_WAIT = Duration.ofMillis(500);
    private static final Duration MAX_WAIT = Duration.ofSeconds(30);

    private final LongSupplier nanoClock;
    private BackOffExecution waits = firstWaits();
    private int failedAttempts;
    private long nextAttempt;

    PollRetry(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
        this.nextAttempt = nanoClock.getAsLong();
    }

    private static BackOffExecution firstWaits() {
        ExponentialBackOff waits = new ExponentialBackOff(FIRST_WAIT.toMillis(), 2);
        waits.setMaxInterval(MAX_WAIT.toMillis());
        return waits.start();
    }

    /** Forgets the failed attempts, so that the next poll is accepted at once. */
    void reset() {
        waits = firstWaits();
        failedAttempts = 0;
        nextAttempt = nanoClock.getAsLong();
    }

    /** @param messages the number of messages that wait for the next attempt */
    void failed(int messages, RuntimeException failure) {
        failedAttempts++;
        nextAttempt =
                nanoClock.getAsLong() + Duration.ofMillis(waits.nextBackOff()).toNanos();
        LOG.warn(
                "{} messages were not accepted, because attempt {} failed ({}). The starter tries again"
                        + " with the same messages until it succeeds",
                messages,
                failedAttempts,
                reason(failure));
    }

    /** Usually the type of the exception alone, because a driver's message may quote record content. */
    private static String reason(RuntimeException failure) {
        return failure instanceof KafkaSendException
                ? String.valueOf(failure.getMessage())
                : NestedExceptionUtils.getMostSpecificCause(failure).getClass().getSimpleName();
    }

    /** Whether an attempt has failed since the last reset. */
    boolean hasFailed() {
        return failedAttempts > 0;
    }

    /** The time until the next attempt; zero if it is due. */
    Duration untilDue() {
        return Duration.ofNanos(Math.max(0, nextAttempt - nanoClock.getAsLong()));
    }

    boolean isDue() {
        return untilDue().isZero();
    }
}
