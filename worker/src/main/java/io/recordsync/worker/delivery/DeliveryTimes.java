package io.recordsync.worker.delivery;

import java.time.Duration;

/**
 * The times that keep the writes of one record in order: a call ends before its activity, and the activity ends before
 * its lease.
 *
 * @param activity how long one attempt may take, including all its calls and waits for permits
 * @param call how long one call may take
 * @param grace how long a write may still take effect after its call has ended without an answer
 */
public record DeliveryTimes(Duration activity, Duration call, Duration grace) {

    private static final Duration WAITS = Duration.ofSeconds(7);

    /** The time from the last moment of a call to the end of its activity. */
    private static final Duration TO_SETTLE = Duration.ofSeconds(3);

    /** @param callTimeout the timeout of one HTTP call; a delivery may need a token and a lookup before its write */
    public static DeliveryTimes forCalls(Duration callTimeout, Duration grace) {
        return new DeliveryTimes(callTimeout.multipliedBy(2).plus(WAITS), callTimeout, grace);
    }

    /** The same times within an activity that another process may have started, with that activity's time limit. */
    public DeliveryTimes within(Duration startToClose) {
        return new DeliveryTimes(startToClose, call, grace);
    }

    /** How long calls may be in progress; not positive if there is no time for a call. */
    public Duration calls() {
        return activity.minus(TO_SETTLE);
    }

    /** The length of a lease. Even a call that takes longer than it should ends before the lease. */
    public Duration lease() {
        return activity.plus(call);
    }
}
