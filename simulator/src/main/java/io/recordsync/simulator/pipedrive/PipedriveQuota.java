package io.recordsync.simulator.pipedrive;

import io.recordsync.simulator.http.ApiReply;
import io.recordsync.simulator.http.Json;
import io.recordsync.simulator.quota.AccountPlan;
import io.recordsync.simulator.quota.SlidingWindow;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * An account's limits: tokens per day from midnight UTC, calls in any two seconds, and searches in a separate window. A
 * refused call is not counted. A client that continues to call in spite of refusals is blocked by the edge of the
 * network, which answers in HTML.
 */
final class PipedriveQuota {

    private static final Duration BURST = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final String REMAINING = "x-ratelimit-remaining";

    private final InstantSource clock;
    private final SlidingWindow calls = new SlidingWindow(BURST);
    private final SlidingWindow searches = new SlidingWindow(BURST);
    private final SlidingWindow refused = new SlidingWindow(PATIENCE);
    private AccountPlan plan;
    private LocalDate day;
    private long usedToday;

    PipedriveQuota(AccountPlan plan, InstantSource clock) {
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

    /**
     * Takes a call from the quota, or returns the refusal.
     *
     * @param cost in tokens
     */
    synchronized Optional<ApiReply> take(boolean search, int cost) {
        Instant now = clock.instant();
        turnDay(now);
        if (isSpent(search, cost, now)) {
            refused.add(now);
            return Optional.of(refused.size(now) > patience() ? edge() : overLimit());
        }
        usedToday += cost;
        window(search).add(now);
        return Optional.empty();
    }

    /** Adds the headers of the limits, which every reply has, unless the reply has them already. */
    synchronized ApiReply describe(ApiReply reply, boolean search) {
        if (reply.headers().containsKey(REMAINING)) {
            return reply;
        }
        Instant now = clock.instant();
        turnDay(now);
        int limit = limit(search);
        return reply.with("x-ratelimit-limit", String.valueOf(limit))
                .with(
                        REMAINING,
                        String.valueOf(Math.max(0, limit - window(search).size(now))))
                .with("x-ratelimit-reset", String.valueOf(BURST.toSeconds()))
                .with("x-daily-ratelimit-token-limit", String.valueOf(plan.perDay()))
                .with("x-daily-ratelimit-token-remaining", String.valueOf(Math.max(0, plan.perDay() - usedToday)));
    }

    /** The vendor's answer when the burst limit is exceeded. */
    static ApiReply overBurst(Duration wait) {
        return overLimit().with(REMAINING, "0").with("x-ratelimit-reset", String.valueOf(wait.toSeconds()));
    }

    private static ApiReply overLimit() {
        return ApiReply.json(
                429,
                Json.object()
                        .put("success", false)
                        .put("error", "request over limit")
                        .put("errorCode", 429));
    }

    private static ApiReply edge() {
        return ApiReply.html(403, "Error 1015: You are being rate limited").with("Server", "cloudflare");
    }

    private boolean isSpent(boolean search, int cost, Instant now) {
        return usedToday + cost > plan.perDay() || window(search).size(now) >= limit(search);
    }

    private SlidingWindow window(boolean search) {
        return search ? searches : calls;
    }

    private int limit(boolean search) {
        return search ? plan.searchesPerWindow() : plan.perWindow();
    }

    /** How many refusals in ten seconds are allowed before the edge blocks calls. */
    private int patience() {
        return Math.max(10, plan.perWindow());
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
