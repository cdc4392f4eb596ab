package io.recordsync.simulator.servicenow;

import io.recordsync.simulator.http.ApiReply;
import io.recordsync.simulator.http.ApiRequest;
import io.recordsync.simulator.quota.AccountPlan;
import io.recordsync.simulator.quota.AccountQuota;
import io.recordsync.simulator.quota.FixedWindow;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * One rate rule for the user: calls in an hour. The plan's window is the hour. A plan without a limit means an instance
 * without rules, which sends no headers. A batch counts once, and refused calls do not count; ServiceNow does not
 * document this. In ServiceNow calls are counted with a lag of 30 seconds, which is not simulated.
 */
final class ServiceNowQuota extends AccountQuota {

    private final FixedWindow hour = new FixedWindow(Duration.ofHours(1));

    ServiceNowQuota(AccountPlan plan, InstantSource clock) {
        super(plan, clock);
    }

    @Override
    protected long used(Instant now) {
        return hour.used(now);
    }

    @Override
    protected Optional<ApiReply> refusal(ApiRequest request, Instant now) {
        return used(now) < limit() ? Optional.empty() : Optional.of(overLimit(Duration.between(now, hour.end(now))));
    }

    @Override
    protected void count(ApiRequest request, Instant now) {
        hour.add(now);
    }

    @Override
    protected ApiReply described(ApiRequest request, ApiReply reply, Instant now) {
        return (limit() < AccountPlan.UNLIMITED.perWindow() ? withRule(reply, now) : reply).at(now);
    }

    private ApiReply withRule(ApiReply reply, Instant now) {
        return reply.with("X-RateLimit-Limit", String.valueOf(limit()))
                .with("X-RateLimit-Reset", String.valueOf(hour.end(now).getEpochSecond()))
                .with("X-RateLimit-Rule", ServiceNowSchema.id("rate rule"));
    }

    /** The vendor's answer when the rule's limit is exceeded. */
    ApiReply overLimit(Duration wait) {
        return ServiceNowReplies.overLimit(limit(), wait);
    }

    /** The smaller of the two limits, because an instance has one rule. */
    private long limit() {
        return Math.min(plan().perWindow(), plan().perDay());
    }
}
