package io.recordsync.simulator.github;

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
 * The calls in an hour: as many as the plan allows with a token, and 60 without one, each counted separately. With a
 * token, calls that are answered with 304 are not counted.
 */
final class GitHubQuota extends AccountQuota {

    static final int WITHOUT_TOKEN = 60;

    private static final Duration HOUR = Duration.ofHours(1);

    private final FixedWindow withToken = new FixedWindow(HOUR);
    private final FixedWindow withoutToken = new FixedWindow(HOUR);

    GitHubQuota(AccountPlan plan, InstantSource clock) {
        super(plan, clock);
    }

    @Override
    protected long used(Instant now) {
        return withToken.used(now) + withoutToken.used(now);
    }

    @Override
    protected Optional<ApiReply> refusal(ApiRequest request, Instant now) {
        return window(request).used(now) < limit(request)
                ? Optional.empty()
                : Optional.of(GitHubReplies.error(
                        403, "API rate limit exceeded. (But here's the good news: it ends at x-ratelimit-reset.)"));
    }

    @Override
    protected void count(ApiRequest request, Instant now) {
        window(request).add(now);
    }

    @Override
    protected ApiReply described(ApiRequest request, ApiReply reply, Instant now) {
        FixedWindow window = window(request);
        if (reply.status() == 304 && GitHubVendor.hasToken(request)) {
            window.remove(now);
        }
        return reply.with("x-ratelimit-limit", String.valueOf(limit(request)))
                .with("x-ratelimit-remaining", String.valueOf(Math.max(0, limit(request) - window.used(now))))
                .with("x-ratelimit-used", String.valueOf(window.used(now)))
                .with("x-ratelimit-reset", String.valueOf(window.end(now).getEpochSecond()))
                .with("x-ratelimit-resource", "core");
    }

    private FixedWindow window(ApiRequest request) {
        return GitHubVendor.hasToken(request) ? withToken : withoutToken;
    }

    /** The daily limit also applies to the hour, so that a test can simulate an account without quota. */
    private long limit(ApiRequest request) {
        return Math.min(GitHubVendor.hasToken(request) ? plan().perWindow() : WITHOUT_TOKEN, plan().perDay());
    }
}
