package io.recordsync.worker.workflow;

import io.recordsync.workflows.ParkedDelivery;
import io.recordsync.workflows.Times;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One wait of a parked delivery.
 *
 * @param time how long the delivery waits for a person or a newer change
 * @param last true if the park time ends with this wait, so that the delivery is then given up; false if its slow retry
 *     is then due
 * @param nextRetryAt when the slow retry is due; null if there is none
 */
record ParkedWait(Duration time, boolean last, @Nullable Instant nextRetryAt) {

    static ParkedWait of(ParkedDelivery parked, Times times, Instant now) {
        Duration left = Duration.between(now, parked.parkedAt().plus(times.park()));
        Duration slowRetry = times.slowRetryAfter(parked.slowRetries());
        boolean last = !parked.failure().passing() || slowRetry.compareTo(left) >= 0;
        return last
                ? new ParkedWait(positive(left), true, null)
                : new ParkedWait(positive(slowRetry), false, now.plus(slowRetry));
    }

    private static Duration positive(Duration duration) {
        return duration.isPositive() ? duration : Duration.ofMillis(1);
    }
}
