package io.recordsync.worker.reading.run;

import io.recordsync.connectors.Deadline;
import io.recordsync.connectors.Permits;
import io.recordsync.connectors.Quota;

/** Counts the calls for which a permit was given. Used by one thread. */
final class CountedPermits implements Permits {

    private final Permits permits;
    private long calls;
    private long cost;

    CountedPermits(Permits permits) {
        this.permits = permits;
    }

    @Override
    public Permit acquire(Quota quota, int cost, Deadline deadline) {
        Permit permit = permits.acquire(quota, cost, deadline);
        calls++;
        this.cost += cost;
        return permit;
    }

    /** What the vendor counts for the calls. */
    long cost() {
        return cost;
    }

    long calls() {
        return calls;
    }
}
