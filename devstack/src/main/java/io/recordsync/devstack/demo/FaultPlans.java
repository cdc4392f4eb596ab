package io.recordsync.devstack.demo;

import io.recordsync.simulator.faults.FaultPlan;
import java.time.Duration;

/** The fault plans of the demo, with times that fit the demo's timeouts. */
final class FaultPlans {

    /**
     * Shorter than anybody would set it for a real system, so that a call that hangs delays the demo only by seconds.
     */
    static final Duration CALL_TIMEOUT = Duration.ofSeconds(2);

    /** A late write of the mixed plan lands within this time after its call was given up. */
    static final Duration GRACE = Duration.ofSeconds(3);

    private static final Duration LATEST_WRITE = Duration.ofSeconds(3);

    private FaultPlans() {}

    static FaultPlan named(String name) {
        return FaultPlan.named(name).withHang(CALL_TIMEOUT.multipliedBy(2)).withLatest(LATEST_WRITE);
    }
}
