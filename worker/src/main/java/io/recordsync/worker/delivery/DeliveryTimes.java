package io.recordsync.worker.delivery;

import java.time.Duration;

/**
 * The times that keep one record's writes in order: a call ends before its activity, and the activity before its lease.
 *
 * @param activity what one attempt may take, all its calls and waits for permits included
 * @param call what one call may take
 * @param grace how long a write may still take effect after its call has ended without an answer
 */
public record DeliveryTimes(Duration activity, Duration call, Duration grace) {

    private static final Duration WAITS = Duration.ofSeconds(7);

    /** Between the last moment of a call and the end of its activity. */
    private static final Duration TO_SETTLE = Duration.ofSeconds(3);

    /** @param callTimeout of one HTTP call; a delivery may need a token, and a look-up, before its write */
    public static DeliveryTimes forCalls(Duration callTimeout, Duration grace) {
        return new DeliveryTimes(callTimeout.multipliedBy(2).plus(WAITS), callTimeout, grace);
    }

    /** The same settings within an activity that others have started, by theirs. */
    public DeliveryTimes within(Duration startToClose) {
        return new DeliveryTimes(startToClose, call, grace);
    }

    /** After so long no call is under way any more; not positive where there is no time for one. */
    public Duration calls() {
        return activity.minus(TO_SETTLE);
    }

    /** How long a claim holds: also a call that went on longer than it should would end before. */
    public Duration lease() {
        return activity.plus(call);
    }
}
