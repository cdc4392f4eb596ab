package io.recordsync.simulator.hubspot;

import io.recordsync.simulator.http.ApiReply;
import io.recordsync.simulator.quota.AccountPlan;
import io.recordsync.simulator.quota.SlidingWindow;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * An account's limits: calls in any ten seconds, calls per day from midnight UTC, and searches in any second. A refused
 * call is not counted. Searches do not count against the ten seconds, but against the day; HubSpot does not document
 * the latter.
 */
final class HubSpotQuota {

    private static final int INTERVAL_MILLIS = 10_000;

    private final InstantSource clock;
    private final SlidingWindow tenSeconds = new SlidingWindow(Duration.ofMillis(INTERVAL_MILLIS));
    private final SlidingWindow second = new SlidingWindow(Duration.ofSeconds(1));
    private AccountPlan plan;
    private LocalDate day;
    private long usedToday;

    HubSpotQuota(AccountPlan plan, InstantSource clock) {
        this.plan = plan;
        this.clock = clock;
        this.day = today(clock.instant());
    }

    synchronized AccountPlan plan() {
        return plan;
    }

    synchronized void plan(AccountPlan next) {
        plan = next;
    }

    synchronized long usedToday() {
        turnDay(clock.instant());
        return usedToday;
    }

    /** Takes a call from the quota, or returns the policy that forbids it. */
    synchronized Optional<String> take(boolean search) {
        Instant now = clock.instant();
        turnDay(now);
        Optional<String> spent = spent(search, now);
        if (spent.isEmpty()) {
            usedToday++;
            (search ? second : tenSeconds).add(now);
        }
        return spent;
    }

    /** Adds the headers of the limits, which every reply has except that of a search. */
    synchronized ApiReply describe(ApiReply reply) {
        Instant now = clock.instant();
        turnDay(now);
        return reply.with("X-HubSpot-RateLimit-Daily", String.valueOf(plan.perDay()))
                .with("X-HubSpot-RateLimit-Daily-Remaining", String.valueOf(Math.max(0, plan.perDay() - usedToday)))
                .with("X-HubSpot-RateLimit-Interval-Milliseconds", String.valueOf(INTERVAL_MILLIS))
                .with("X-HubSpot-RateLimit-Max", String.valueOf(plan.perWindow()))
                .with(
                        "X-HubSpot-RateLimit-Remaining",
                        String.valueOf(Math.max(0, plan.perWindow() - tenSeconds.size(now))));
    }

    private Optional<String> spent(boolean search, Instant now) {
        if (usedToday >= plan.perDay()) {
            return Optional.of("DAILY");
        }
        if (search) {
            return second.size(now) >= plan.searchesPerWindow() ? Optional.of("SECONDLY") : Optional.empty();
        }
        return tenSeconds.size(now) >= plan.perWindow() ? Optional.of("TEN_SECONDLY_ROLLING") : Optional.empty();
    }

    private void turnDay(Instant now) {
        if (!day.equals(today(now))) {
            day = today(now);
            usedToday = 0;
        }
    }

    private static LocalDate today(Instant now) {
        return now.atZone(ZoneOffset.UTC).toLocalDate();
    }
}
