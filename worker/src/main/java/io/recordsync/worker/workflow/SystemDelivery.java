package io.recordsync.worker.workflow;

import io.recordsync.workflows.DeliveryFailure;
import io.recordsync.workflows.DeliveryResult;
import io.recordsync.workflows.DeliveryStatus;
import io.recordsync.workflows.DeliveryStatus.State;
import io.recordsync.workflows.ParkedDelivery;
import io.recordsync.workflows.Times;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One system's delivery of the record, as the workflow sees it. All its ways:
 *
 * <pre>
 *                      delivered                  newer change
 *   ask ▶ DELIVERING ────────────▶ SETTLED ──────────────────────▶ DELIVERING
 *            │    ▲
 *   gave up  │    │ retry, newer change, slow retry
 *            ▼    │
 *          PARKED ┴──▶ SKIPPED (a person)    PARKED ──▶ given up (park time over)
 * </pre>
 */
final class SystemDelivery {

    /** What the workflow does when a delivery parks or recovers. */
    interface Listener {
        void parked(String system, DeliveryFailure failure);

        void changed();
    }

    private final String system;
    private final Stubs stubs;
    private final Listener listener;

    private State state = State.DELIVERING;
    private long settled;
    private boolean asked;
    private boolean running;
    private boolean givenUp;
    private int priority;
    private @Nullable Times times;
    private @Nullable ParkedDelivery parked;
    private @Nullable Instant nextRetryAt;

    SystemDelivery(String system, Stubs stubs, Listener listener) {
        this.system = system;
        this.stubs = stubs;
        this.listener = listener;
    }

    /** Delivers the newest image: now, or once more after what is under way. */
    void ask(Times currentTimes, int urgency) {
        asked = true;
        times = currentTimes;
        priority = urgency;
        runIfIdle();
    }

    /** Takes up a parked delivery of an earlier run; it waits on until it is asked, or its slow retry has come. */
    void resume(ParkedDelivery earlier) {
        state = State.PARKED;
        parked = earlier;
    }

    /** Lets a resumed delivery wait, once the times are known. */
    void keepWaiting(Times currentTimes) {
        times = currentTimes;
        if (state == State.PARKED) {
            runIfIdle();
        }
    }

    void skip() {
        if (state == State.PARKED) {
            move(State.SKIPPED);
        }
    }

    boolean isParked() {
        return state == State.PARKED;
    }

    boolean isGivenUp() {
        return givenUp;
    }

    boolean isOver() {
        return !running;
    }

    Optional<ParkedDelivery> parked() {
        return Optional.ofNullable(isParked() ? parked : null);
    }

    DeliveryStatus status() {
        return new DeliveryStatus(
                system,
                state,
                settled,
                parked().map(ParkedDelivery::failure).orElse(null),
                isParked() ? nextRetryAt : null);
    }

    private void runIfIdle() {
        if (!running) {
            running = true;
            Async.procedure(this::run);
        }
    }

    private void run() {
        while (asked || isParked() && !givenUp) {
            if (!asked) {
                waitWhileParked();
            } else {
                deliver();
            }
        }
        running = false;
    }

    private void deliver() {
        asked = false;
        givenUp = false;
        move(State.DELIVERING);
        try {
            DeliveryResult result = stubs.delivery(system, times(), priority).deliver(stubs.request(system));
            settled = Math.max(settled, result.revision());
            parked = null;
            move(State.SETTLED);
        } catch (ActivityFailure failure) {
            if (failure.getCause() instanceof CanceledFailure) {
                throw failure;
            }
            park(Stubs.failure(failure));
        }
    }

    private void park(DeliveryFailure failure) {
        ParkedDelivery before = parked;
        boolean again = before != null && before.revision() == failure.revision();
        parked = before != null && again
                ? new ParkedDelivery(system, failure.revision(), before.parkedAt(), before.slowRetries(), failure)
                : new ParkedDelivery(system, failure.revision(), now(), 0, failure);
        move(State.PARKED);
        if (!again) {
            listener.parked(system, failure);
        }
    }

    /** Until a person or a newer change asks, the cause may have passed, or the park time is over. */
    private void waitWhileParked() {
        ParkedDelivery now = Objects.requireNonNull(parked);
        Duration left = Duration.between(now(), now.parkedAt().plus(times().park()));
        boolean slowly = now.failure().passing();
        Duration slowRetry = times().slowRetryAfter(now.slowRetries());
        boolean last = !slowly || slowRetry.compareTo(left) >= 0;
        nextRetryAt = slowly && !last ? now().plus(slowRetry) : null;
        boolean woken = Workflow.await(positive(last ? left : slowRetry), () -> asked || !isParked());
        if (!woken) {
            givenUp = last;
            asked = !last;
            parked = new ParkedDelivery(system, now.revision(), now.parkedAt(), now.slowRetries() + 1, now.failure());
        }
    }

    private static Duration positive(Duration duration) {
        return duration.isPositive() ? duration : Duration.ofMillis(1);
    }

    private void move(State next) {
        state = next;
        listener.changed();
    }

    private Times times() {
        return Objects.requireNonNull(times, "asked or resumed with the times of a route");
    }

    private static Instant now() {
        return Instant.ofEpochMilli(Workflow.currentTimeMillis());
    }
}
