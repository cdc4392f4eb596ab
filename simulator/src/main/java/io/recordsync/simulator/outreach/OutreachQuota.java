package io.recordsync.simulator.outreach;

import io.recordsync.simulator.http.ApiReply;
import io.recordsync.simulator.quota.AccountPlan;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * The user's calls in an hour, and the calls per day that the contract allows. Each period starts with its first call,
 * and its counter is reset at its end. A refused call is not counted.
 */
final class OutreachQuota {

    private final InstantSource clock;
    private final Counter hour = new Counter(Duration.ofHours(1));
    private final Counter day = new Counter(Duration.ofDays(1));
    private AccountPlan plan;

    OutreachQuota(AccountPlan plan, InstantSource clock) {
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
        return day.used(clock.instant());
    }

    /** Takes a call, or returns the time from which calls are allowed again. */
    synchronized Optional<Instant> take() {
        Instant now = clock.instant();
        if (day.used(now) >= plan.perDay()) {
            return Optional.of(day.reset(now));
        }
        if (hour.used(now) >= plan.perWindow()) {
            return Optional.of(hour.reset(now));
        }
        day.add(now);
        hour.add(now);
        return Optional.empty();
    }

    /**
     * Adds the headers that every reply has. The remaining calls are two numbers; the second one is not documented, and
     * has been seen at twice the limit.
     */
    synchronized ApiReply describe(ApiReply reply) {
        Instant now = clock.instant();
        long used = hour.used(now);
        return reply.with("X-RateLimit-Limit", String.valueOf(plan.perWindow()))
                .with("X-RateLimit-Remaining", left(plan.perWindow(), used) + ", " + left(2L * plan.perWindow(), used))
                .with("X-RateLimit-Reset", String.valueOf(hour.reset(now).getEpochSecond()));
    }

    private static long left(long limit, long used) {
        return Math.max(0, limit - used);
    }

    private static final class Counter {

        private final Duration length;
        private Instant start = Instant.MIN;
        private long used;

        private Counter(Duration length) {
            this.length = length;
        }

        private long used(Instant now) {
            turn(now);
            return used;
        }

        private void add(Instant now) {
            turn(now);
            used++;
        }

        private Instant reset(Instant now) {
            turn(now);
            return start.plus(length);
        }

        private void turn(Instant now) {
            if (used == 0 || !start.plus(length).isAfter(now)) {
                start = now;
                used = 0;
            }
        }
    }
}
