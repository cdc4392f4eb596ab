package io.recordsync.simulator.hubspot;

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
 * An account's limits: calls in any ten seconds, calls per day from midnight UTC, and searches in any second. Searches
 * do not count against the ten seconds, but against the day; HubSpot does not document the latter.
 */
final class HubSpotQuota extends AccountQuota {

    /** HubSpot's name of the limit of calls in ten seconds. */
    static final String TEN_SECONDS = "TEN_SECONDLY_ROLLING";

    private static final int INTERVAL_MILLIS = 10_000;

    private final HubSpotReplies replies;
    private final UtcDay day = new UtcDay();
    private final SlidingWindow tenSeconds = new SlidingWindow(Duration.ofMillis(INTERVAL_MILLIS));
    private final SlidingWindow second = new SlidingWindow(Duration.ofSeconds(1));

    HubSpotQuota(AccountPlan plan, InstantSource clock, HubSpotReplies replies) {
        super(plan, clock);
        this.replies = replies;
    }

    @Override
    protected long used(Instant now) {
        return day.used(now);
    }

    @Override
    protected Optional<ApiReply> refusal(ApiRequest request, Instant now) {
        return spent(HubSpotVendor.isSearch(request), now).map(replies::limit);
    }

    /** The policy that forbids a call. */
    private Optional<String> spent(boolean search, Instant now) {
        if (used(now) >= plan().perDay()) {
            return Optional.of("DAILY");
        }
        if (search) {
            return second.size(now) >= plan().searchesPerWindow() ? Optional.of("SECONDLY") : Optional.empty();
        }
        return tenSeconds.size(now) >= plan().perWindow() ? Optional.of(TEN_SECONDS) : Optional.empty();
    }

    @Override
    protected void count(ApiRequest request, Instant now) {
        day.add(now, 1);
        (HubSpotVendor.isSearch(request) ? second : tenSeconds).add(now);
    }

    /** The answer to a search has no headers of the limits. */
    @Override
    protected ApiReply described(ApiRequest request, ApiReply reply, Instant now) {
        return (HubSpotVendor.isSearch(request) ? reply : withLimits(reply, now)).at(now);
    }

    private ApiReply withLimits(ApiReply reply, Instant now) {
        AccountPlan plan = plan();
        return reply.with("X-HubSpot-RateLimit-Daily", String.valueOf(plan.perDay()))
                .with("X-HubSpot-RateLimit-Daily-Remaining", String.valueOf(Math.max(0, plan.perDay() - used(now))))
                .with("X-HubSpot-RateLimit-Interval-Milliseconds", String.valueOf(INTERVAL_MILLIS))
                .with("X-HubSpot-RateLimit-Max", String.valueOf(plan.perWindow()))
                .with(
                        "X-HubSpot-RateLimit-Remaining",
                        String.valueOf(Math.max(0, plan.perWindow() - tenSeconds.size(now))));
    }
}
