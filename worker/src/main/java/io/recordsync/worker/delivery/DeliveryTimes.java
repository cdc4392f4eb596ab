package io.recordsync.worker.delivery;

import java.time.Duration;

/**
 * The times that keep one record's writes in order: a call ends before its activity, and the activity before its lease.
 *
 * @param activity what one attempt may take, all its calls and waits for permits included
 * @param lease how long a claim holds
 * @param grace how long a write may still take effect after its call has ended without an answer
 */
public record DeliveryTimes(Duration activity, Duration lease, Duration grace) {

    private static final Duration WAITS = Duration.ofSeconds(7);

    /** @param callTimeout of one HTTP call; a delivery may need a token, and a look-up, before its write */
    public static DeliveryTimes forCalls(Duration callTimeout, Duration grace) {
        Duration activity = callTimeout.multipliedBy(2).plus(WAITS);
        return new DeliveryTimes(activity, activity.plus(callTimeout), grace);
    }
}
