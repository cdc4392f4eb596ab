package io.recordsync.connectors;

import java.time.Instant;

/** Gives a permit for each HTTP call. The worker implements it with permits that all processes share. */
@FunctionalInterface
public interface Permits {

    /** For calls without a limit: tests, and servers without a quota. */
    Permits UNLIMITED = (quota, cost, deadline) -> Permit.UNCOUNTED;

    /**
     * Waits until one call may be made, if that is before the deadline. A caller that learns when its call arrived
     * reports it to the permit: the vendor counts the call from its arrival, which may be later than its start.
     *
     * @param cost what the call takes from the quota's daily limit, at the vendor's own price; it takes one from each
     *     window
     * @throws CallDeferredException when there is no permit before the deadline, or when this cannot be determined
     */
    Permit acquire(Quota quota, int cost, Deadline deadline);

    /** The permission for one call. */
    @FunctionalInterface
    interface Permit {

        /** For a call that is not counted. */
        Permit UNCOUNTED = arrived -> {};

        /**
         * Called when a call that was sent has ended. Never fails.
         *
         * @param arrived the latest time at which the call can have arrived at the vendor
         */
        void used(Instant arrived);
    }
}
