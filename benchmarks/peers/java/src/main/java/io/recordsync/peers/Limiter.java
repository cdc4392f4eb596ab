package io.recordsync.peers;

import dev.restate.sdk.ObjectContext;
import dev.restate.sdk.annotation.Handler;
import dev.restate.sdk.annotation.VirtualObject;
import dev.restate.sdk.common.StateKey;

/**
 * Shares out HubSpot's calls: guides/rate-limiting says that rate limits are not built in, and shows a token bucket as
 * a Virtual Object, whose caller sleeps for as long as it is told. Five at once and then 9.5 a second keep below 100 in
 * any ten seconds.
 */
@VirtualObject
public class Limiter {

    private static final StateKey<Long> FULL_AT = StateKey.of("fullAt", Long.class);
    private static final int BURST = 5;
    private static final double MILLIS_PER_CALL = 1000 / 9.5;

    /** Takes one token; answers how many milliseconds the caller has to wait before it may use it. */
    @Handler
    public long reserve(ObjectContext context) {
        long now = context.run("now", Long.class, System::currentTimeMillis);
        long fullAt = Math.max(now, context.get(FULL_AT).orElse(now));
        long next = fullAt + Math.round(MILLIS_PER_CALL);
        context.set(FULL_AT, next);
        return Math.max(0, next - now - Math.round(BURST * MILLIS_PER_CALL));
    }
}
