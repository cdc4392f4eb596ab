package io.recordsync.simulator.webhook;

import io.recordsync.simulator.http.ApiReply;
import io.recordsync.simulator.http.ApiRequest;
import io.recordsync.simulator.quota.AccountPlan;
import io.recordsync.simulator.quota.AccountQuota;
import io.recordsync.simulator.quota.SlidingWindow;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** A receiver's limits: messages in any 24 hours, and in any second. It sends no headers of its limits. */
final class WebhookQuota extends AccountQuota {

    private static final Duration SECOND = Duration.ofSeconds(1);

    /** The time that the receiver names when the messages of the day are used up. */
    private static final Duration DAY_WAIT = Duration.ofHours(1);

    private final SlidingWindow day = new SlidingWindow(Duration.ofDays(1));
    private final SlidingWindow second = new SlidingWindow(SECOND);

    WebhookQuota(AccountPlan plan, InstantSource clock) {
        super(plan, clock);
    }

    @Override
    protected long used(Instant now) {
        return day.size(now);
    }

    @Override
    protected Optional<ApiReply> refusal(ApiRequest request, Instant now) {
        if (used(now) >= plan().perDay()) {
            return Optional.of(WebhookReplies.overLimit(DAY_WAIT));
        }
        return second.size(now) < plan().perWindow() ? Optional.empty() : Optional.of(WebhookReplies.overLimit(SECOND));
    }

    @Override
    protected void count(ApiRequest request, Instant now) {
        day.add(now);
        second.add(now);
    }

    @Override
    protected ApiReply described(ApiRequest request, ApiReply reply, Instant now) {
        return reply;
    }
}
