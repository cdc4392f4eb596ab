package io.recordsync.simulator.outreach;

import io.recordsync.simulator.http.ApiReply;
import io.recordsync.simulator.http.ApiRequest;
import io.recordsync.simulator.quota.AccountPlan;
import io.recordsync.simulator.quota.AccountQuota;
import io.recordsync.simulator.quota.FixedWindow;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** The user's calls in an hour, and the calls per day that the contract allows. */
final class OutreachQuota extends AccountQuota {

    private final FixedWindow hour = new FixedWindow(Duration.ofHours(1));
    private final FixedWindow day = new FixedWindow(Duration.ofDays(1));

    OutreachQuota(AccountPlan plan, InstantSource clock) {
        super(plan, clock);
    }

    @Override
    protected long used(Instant now) {
        return day.used(now);
    }

    /** For a limit, Retry-After has the same value as X-RateLimit-Reset. */
    @Override
    protected Optional<ApiReply> refusal(ApiRequest request, Instant now) {
        return spent(now)
                .map(window -> window.end(now))
                .map(again -> OutreachReplies.limit(plan().perWindow(), again)
                        .with("Retry-After", String.valueOf(again.getEpochSecond())));
    }

    private Optional<FixedWindow> spent(Instant now) {
        if (day.used(now) >= plan().perDay()) {
            return Optional.of(day);
        }
        return hour.used(now) >= plan().perWindow() ? Optional.of(hour) : Optional.empty();
    }

    @Override
    protected void count(ApiRequest request, Instant now) {
        day.add(now);
        hour.add(now);
    }

    /**
     * The remaining calls are two numbers; the second one is not documented, and has been seen at twice the limit.
     */
    @Override
    protected ApiReply described(ApiRequest request, ApiReply reply, Instant now) {
        long limit = plan().perWindow();
        return reply.with("X-RateLimit-Limit", String.valueOf(limit))
                .with("X-RateLimit-Remaining", remaining(limit, now) + ", " + remaining(2 * limit, now))
                .with("X-RateLimit-Reset", String.valueOf(hour.end(now).getEpochSecond()))
                .at(now);
    }

    private long remaining(long limit, Instant now) {
        return Math.max(0, limit - hour.used(now));
    }
}
