package io.recordsync.devstack.demo;

import io.recordsync.simulator.faults.FaultPlan;
import java.time.Duration;

/** The fault plans of the demo, with times that fit the demo's timeouts. */
public final class FaultPlans {

    /**
     * Shorter than anybody would set it for a real system, so that a call that hangs delays the demo only by seconds.
     */
    public static final Duration CALL_TIMEOUT = Duration.ofSeconds(2);

    /** A late write of the mixed plan lands within this time after its call was given up. */
    public static final Duration GRACE = Duration.ofSeconds(3);

    private static final Duration LATEST_WRITE = Duration.ofSeconds(3);

    private FaultPlans() {}

    /** The same without records that are refused for good, which would wait for a person. */
    public static FaultPlan withoutRefusals(String name) {
        return named(name).withRefusedRecords(0);
    }

    public static FaultPlan named(String name) {
        return FaultPlan.named(name).withHang(CALL_TIMEOUT.multipliedBy(2)).withLatest(LATEST_WRITE);
    }
}
