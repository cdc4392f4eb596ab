package io.recordsync.connectors;

import java.time.Instant;

/** Asked before each HTTP call. The worker implements it with permits shared by all processes. */
@FunctionalInterface
public interface Permits {

    /** For calls that nobody limits: tests, and servers without a quota. */
    Permits UNLIMITED = (quota, deadline) -> {};

    /**
     * Returns when one call may be made, having waited for it if that fits before the deadline.
     *
     * @throws CallDeferredException when none is to be had before the deadline
     */
    void acquire(Quota quota, Instant deadline);
}
