package io.recordsync.simulator.webhook;

import io.recordsync.simulator.quota.AccountPlan;
import io.recordsync.simulator.quota.SlidingWindow;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** A receiver's limits: messages in any 24 hours, and in any second. */
final class ReceiverQuota {

    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration LONG = Duration.ofHours(1);

    private final InstantSource clock;
    private final SlidingWindow day = new SlidingWindow(DAY);
    private final SlidingWindow second = new SlidingWindow(SECOND);
    private AccountPlan plan;

    ReceiverQuota(AccountPlan plan, InstantSource clock) {
        this.plan = plan;
        this.clock = clock;
    }

    synchronized AccountPlan plan() {
        return plan;
    }

    synchronized void plan(AccountPlan next) {
        plan = next;
    }

    synchronized long usedToday() {
        return day.size(clock.instant());
    }

    /** Takes a message, or returns how long to wait. */
    synchronized Optional<Duration> take() {
        if (day.size(clock.instant()) >= plan.perDay()) {
            return Optional.of(LONG);
        }
        if (second.size(clock.instant()) >= plan.perWindow()) {
            return Optional.of(SECOND);
        }
        day.add(clock.instant());
        second.add(clock.instant());
        return Optional.empty();
    }
}
