package io.recordsync.simulator.quota;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;

/** Counts the calls of one simulated system. */
public final class CallMeter {

    /** The kinds of answers that are counted. */
    public enum Outcome {
        OVER_QUOTA,
        INJECTED_LIMIT,
        SERVER_ERROR,
        UNAUTHORIZED
    }

    private final InstantSource clock;
    private final SlidingWindow tenSeconds = new SlidingWindow(Duration.ofSeconds(10));
    private final Map<CallKind, Long> calls = new EnumMap<>(CallKind.class);
    private final Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
    private int maxInTenSeconds;

    public CallMeter(InstantSource clock) {
        this.clock = clock;
    }

    /** Counts a call that has arrived. */
    public synchronized void came(CallKind kind) {
        calls.merge(kind, 1L, Long::sum);
        if (kind == CallKind.API) {
            Instant now = clock.instant();
            tenSeconds.add(now);
            maxInTenSeconds = Math.max(maxInTenSeconds, tenSeconds.size(now));
        }
    }

    /** Counts an answer. */
    public synchronized void answered(Outcome outcome) {
        outcomes.merge(outcome, 1L, Long::sum);
    }

    public synchronized Counts counts(long usedToday, long pendingWrites) {
        return new Counts(
                of(CallKind.API) + of(CallKind.SEARCH) + of(CallKind.PUBLIC),
                of(CallKind.SEARCH),
                of(CallKind.TOKEN),
                of(Outcome.OVER_QUOTA),
                of(Outcome.INJECTED_LIMIT),
                of(Outcome.SERVER_ERROR),
                of(Outcome.UNAUTHORIZED),
                maxInTenSeconds,
                usedToday,
                pendingWrites);
    }

    private long of(CallKind kind) {
        return calls.getOrDefault(kind, 0L);
    }

    private long of(Outcome outcome) {
        return outcomes.getOrDefault(outcome, 0L);
    }
}
