package io.recordsync.simulator.salesforce;

import io.recordsync.simulator.http.ApiReply;
import io.recordsync.simulator.http.ApiRequest;
import io.recordsync.simulator.quota.AccountPlan;
import io.recordsync.simulator.quota.AccountQuota;
import io.recordsync.simulator.quota.SlidingWindow;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** An org's calls in the last 24 hours. */
final class SalesforceQuota extends AccountQuota {

    private final SlidingWindow day = new SlidingWindow(Duration.ofHours(24));

    SalesforceQuota(AccountPlan plan, InstantSource clock) {
        super(plan, clock);
    }

    @Override
    protected long used(Instant now) {
        return day.size(now);
    }

    @Override
    protected Optional<ApiReply> refusal(ApiRequest request, Instant now) {
        return used(now) < plan().perDay()
                ? Optional.empty()
                : Optional.of(SalesforceReplies.error(403, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded."));
    }

    @Override
    protected void count(ApiRequest request, Instant now) {
        day.add(now);
    }

    @Override
    protected ApiReply described(ApiRequest request, ApiReply reply, Instant now) {
        return reply.with("Sforce-Limit-Info", "api-usage=" + used(now) + "/" + plan().perDay())
                .at(now);
    }

    /** The answer of the resource {@code limits}. */
    synchronized ApiReply limits() {
        long perDay = plan().perDay();
        Map<String, Long> daily = Map.of("Max", perDay, "Remaining", Math.max(0, perDay - used()));
        return ApiReply.json(200, Map.of("DailyApiRequests", daily));
    }
}
