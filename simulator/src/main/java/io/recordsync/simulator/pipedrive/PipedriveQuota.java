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
 * An account's limits: tokens a day from midnight UTC, calls in any two seconds, and searches apart from them. A call that
 * is refused takes nothing; who goes on calling all the same meets the edge of the network, which answers in HTML.
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
     * Takes a call from the quota, or says why not.
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

    /** Tells of the limits, as every reply does; one that tells of them already stays as it is. */
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

    /** The limit of the moment, as the vendor answers it. */
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

    /** How many refusals in ten seconds the edge bears with. */
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
