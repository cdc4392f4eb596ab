package io.recordsync.simulator.servicenow;

import io.recordsync.simulator.http.ApiReply;
import io.recordsync.simulator.http.Json;
import io.recordsync.simulator.quota.AccountPlan;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * One rate rule for the user: calls in an hour, which starts with the first call. The plan's window is the hour. A plan
 * without a limit means an instance without rules, which sends no headers. A batch counts once, and refused calls do
 * not count; ServiceNow does not document this. In ServiceNow calls are counted with a lag of 30 seconds, which is not
 * simulated.
 */
final class ServiceNowQuota {

    private static final Duration HOUR = Duration.ofHours(1);

    private final InstantSource clock;
    private AccountPlan plan;
    private Instant end = Instant.MIN;
    private int used;

    ServiceNowQuota(AccountPlan plan, InstantSource clock) {
        this.plan = plan;
        this.clock = clock;
    }

    synchronized AccountPlan plan() {
        return plan;
    }

    synchronized void plan(AccountPlan next) {
        plan = next;
    }

    synchronized long used() {
        turnHour();
        return used;
    }

    /** Takes a call from the hour, or returns the refusal. */
    synchronized Optional<ApiReply> take() {
        turnHour();
        if (used >= limit()) {
            return Optional.of(describe(limitError(Duration.between(clock.instant(), end))));
        }
        used++;
        return Optional.empty();
    }

    synchronized ApiReply describe(ApiReply reply) {
        return limit() >= AccountPlan.UNLIMITED.perWindow()
                ? reply
                : reply.with("X-RateLimit-Limit", String.valueOf(limit()))
                        .with("X-RateLimit-Reset", String.valueOf(end.getEpochSecond()))
                        .with("X-RateLimit-Rule", ServiceNowSchema.id("rate rule"));
    }

    synchronized ApiReply limitError(Duration wait) {
        String detail = "Rate limit of " + limit() + " requests per hour for Table API exceeded";
        ObjectNode body = Json.object();
        body.putObject("error").put("message", "Rate limit exceeded").put("detail", detail);
        return ApiReply.json(429, body.put("status", "failure"))
                .with("Retry-After", String.valueOf(Math.max(1, wait.toSeconds())));
    }

    /** The smaller of the two limits, because an instance has one rule. */
    private long limit() {
        return Math.min(plan.perWindow(), plan.perDay());
    }

    private void turnHour() {
        Instant now = clock.instant();
        if (!now.isBefore(end)) {
            end = now.plus(HOUR);
            used = 0;
        }
    }
}
