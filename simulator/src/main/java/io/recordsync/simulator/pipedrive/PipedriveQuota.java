package io.recordsync.simulator.pipedrive;

import io.recordsync.simulator.http.ApiReply;
import io.recordsync.simulator.http.ApiRequest;
import io.recordsync.simulator.quota.AccountPlan;
import io.recordsync.simulator.quota.AccountQuota;
import io.recordsync.simulator.quota.SlidingWindow;
import io.recordsync.simulator.quota.UtcDay;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * An account's limits: tokens per day from midnight UTC, calls in any two seconds, and searches in a separate window. A
 * client that continues to call in spite of refusals is blocked by the edge of the network, which answers in HTML.
 */
final class PipedriveQuota extends AccountQuota {

    private static final Duration BURST = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final String REMAINING = "x-ratelimit-remaining";

    private final UtcDay day = new UtcDay();
    private final SlidingWindow calls = new SlidingWindow(BURST);
    private final SlidingWindow searches = new SlidingWindow(BURST);
    private final SlidingWindow refused = new SlidingWindow(PATIENCE);

    PipedriveQuota(AccountPlan plan, InstantSource clock) {
        super(plan, clock);
    }

    /** The cost in tokens by the price list in the vendor's OpenAPI file. */
    private static int cost(ApiRequest request) {
        return switch (request.method()) {
            case "GET" -> costOfRead(request);
            case "DELETE" -> 3;
            default -> 5;
        };
    }

    private static int costOfRead(ApiRequest request) {
        if (PipedriveVendor.isSearch(request) || PipedriveVendor.isOfArchived(request)) {
            return 20;
        }
        return request.path().size() > 3 ? 1 : 10;
    }

    @Override
    protected long used(Instant now) {
        return day.used(now);
    }

    @Override
    protected Optional<ApiReply> refusal(ApiRequest request, Instant now) {
        if (!isSpent(request, now)) {
            return Optional.empty();
        }
        refused.add(now);
        return Optional.of(refused.size(now) > patience() ? PipedriveReplies.edge() : PipedriveReplies.overLimit());
    }

    private boolean isSpent(ApiRequest request, Instant now) {
        return used(now) + cost(request) > plan().perDay() || window(request).size(now) >= limit(request);
    }

    /** How many refusals in ten seconds are allowed before the edge blocks calls. */
    private int patience() {
        return Math.max(10, plan().perWindow());
    }

    @Override
    protected void count(ApiRequest request, Instant now) {
        day.add(now, cost(request));
        window(request).add(now);
    }

    /** Adds the headers of the limits, unless the reply has them already. */
    @Override
    protected ApiReply described(ApiRequest request, ApiReply reply, Instant now) {
        if (reply.headers().containsKey(REMAINING)) {
            return reply;
        }
        int limit = limit(request);
        long perDay = plan().perDay();
        return reply.with("x-ratelimit-limit", String.valueOf(limit))
                .with(
                        REMAINING,
                        String.valueOf(Math.max(0, limit - window(request).size(now))))
                .with("x-ratelimit-reset", String.valueOf(BURST.toSeconds()))
                .with("x-daily-ratelimit-token-limit", String.valueOf(perDay))
                .with("x-daily-ratelimit-token-remaining", String.valueOf(Math.max(0, perDay - used(now))));
    }

    /** The vendor's answer when the burst limit is exceeded. */
    static ApiReply overBurst(Duration wait) {
        return PipedriveReplies.overLimit()
                .with(REMAINING, "0")
                .with("x-ratelimit-reset", String.valueOf(wait.toSeconds()));
    }

    private SlidingWindow window(ApiRequest request) {
        return PipedriveVendor.isSearch(request) ? searches : calls;
    }

    private int limit(ApiRequest request) {
        return PipedriveVendor.isSearch(request) ? plan().searchesPerWindow() : plan().perWindow();
    }
}
