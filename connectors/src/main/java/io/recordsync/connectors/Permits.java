package io.recordsync.connectors;

import java.time.Instant;

/** Asked before each HTTP call. The worker implements it with permits shared by all processes. */
@FunctionalInterface
public interface Permits {

    /** For calls that nobody limits: tests, and servers without a quota. */
    Permits UNLIMITED = (quota, cost, deadline) -> Permit.UNCOUNTED;

    /**
     * Returns when one call may be made, having waited for it if that fits before the deadline. Who can tell when the call arrived tells the
     * permit: the vendor counts it from then, and it may be held up on its way.
     *
     * @param cost what the call takes of the quota's day, by the vendor's own price; of each window it takes one
     * @throws CallDeferredException when none is to be had before the deadline, or nobody can say
     */
    Permit acquire(Quota quota, int cost, Deadline deadline);

    /** Given for one call. */
    @FunctionalInterface
    interface Permit {

        /** For a call that nobody counts. */
        Permit UNCOUNTED = arrived -> {};

        /**
         * Told when a call that was sent has ended. Never fails.
         *
         * @param arrived when it arrived at the vendor at the latest
         */
        void used(Instant arrived);
    }
}
