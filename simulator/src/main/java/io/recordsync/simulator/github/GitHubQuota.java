package io.recordsync.simulator.github;

import io.recordsync.simulator.http.ApiReply;
import io.recordsync.simulator.quota.AccountPlan;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * The calls in an hour, which starts with the first call: 60 without a token, and with a token as many as the plan
 * allows. With a token, calls that are answered with 304 are not counted. Above the limit the answer is 403.
 */
final class GitHubQuota {

    static final int WITHOUT_TOKEN = 60;

    private static final Duration HOUR = Duration.ofHours(1);

    private final InstantSource clock;
    private final boolean withToken;
    private AccountPlan plan;
    private Instant reset = Instant.EPOCH;
    private int used;

    GitHubQuota(AccountPlan plan, boolean withToken, InstantSource clock) {
        this.plan = plan;
        this.withToken = withToken;
        this.clock = clock;
    }

    synchronized AccountPlan plan() {
        return plan;
    }

    synchronized void plan(AccountPlan next) {
        plan = next;
    }

    synchronized int used() {
        turn();
        return used;
    }

    synchronized boolean take() {
        turn();
        if (used >= limit()) {
            return false;
        }
        used++;
        return true;
    }

    /** Adds the limit's headers; with a token, a 304 is not counted. */
    synchronized ApiReply describe(ApiReply reply) {
        turn();
        if (reply.status() == 304 && withToken && used > 0) {
            used--;
        }
        return reply.with("x-ratelimit-limit", String.valueOf(limit()))
                .with("x-ratelimit-remaining", String.valueOf(Math.max(0, limit() - used)))
                .with("x-ratelimit-used", String.valueOf(used))
                .with("x-ratelimit-reset", String.valueOf(reset.getEpochSecond()))
                .with("x-ratelimit-resource", "core");
    }

    /** The daily limit also applies to the hour, so that a test can simulate an account without quota. */
    private long limit() {
        return Math.min(withToken ? plan.perWindow() : WITHOUT_TOKEN, plan.perDay());
    }

    private void turn() {
        if (!clock.instant().isBefore(reset)) {
            reset = clock.instant().plus(HOUR);
            used = 0;
        }
    }
}
