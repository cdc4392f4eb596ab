package io.recordsync.simulator.quota;

import io.recordsync.simulator.http.ApiReply;
import io.recordsync.simulator.http.ApiRequest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * The limits of one account at a vendor, and the calls that count against them. A refused call is not counted.
 * Thread-safe: the methods that a vendor implements are called by one thread at a time.
 */
public abstract class AccountQuota {

    private final InstantSource clock;
    private AccountPlan plan;

    protected AccountQuota(AccountPlan plan, InstantSource clock) {
        this.plan = plan;
        this.clock = clock;
    }

    public final synchronized AccountPlan plan() {
        return plan;
    }

    /** Changes the limits; calls already counted stay counted. */
    public final synchronized void plan(AccountPlan next) {
        plan = next;
    }

    /** The calls that count against the daily limit now, or against the vendor's longest window if it has none. */
    public final synchronized long used() {
        return used(clock.instant());
    }

    /** Counts the call, or returns the vendor's refusal if a limit is reached. */
    public final synchronized Optional<ApiReply> take(ApiRequest request) {
        Instant now = clock.instant();
        Optional<ApiReply> refusal = refusal(request, now);
        if (refusal.isEmpty()) {
            count(request, now);
        }
        return refusal;
    }

    /** Adds the headers that the vendor sends with each answer, also with a refusal: its limits and its time. */
    public final synchronized ApiReply describe(ApiRequest request, ApiReply reply) {
        return described(request, reply, clock.instant());
    }

    protected abstract long used(Instant now);

    /** The vendor's refusal of this call, if a limit is reached. */
    protected abstract Optional<ApiReply> refusal(ApiRequest request, Instant now);

    protected abstract void count(ApiRequest request, Instant now);

    protected abstract ApiReply described(ApiRequest request, ApiReply reply, Instant now);
}
