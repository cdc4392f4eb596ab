package io.recordsync.connectors;

import java.time.Instant;

/** Asked before each HTTP call. The worker implements it with permits shared by all processes. */
@FunctionalInterface
public interface Permits {

    /** For calls that nobody limits: tests, and servers without a quota. */
    Permits UNLIMITED = (quota, cost, deadline) -> {};

    /**
     * Returns when one call may be made, having waited for it if that fits before the deadline.
     *
     * @param cost what the call takes of the quota's day, by the vendor's own price; of each window it takes one
     * @throws CallDeferredException when none is to be had before the deadline
     */
    void acquire(Quota quota, int cost, Instant deadline);
}
