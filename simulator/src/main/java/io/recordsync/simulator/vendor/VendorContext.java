package io.recordsync.simulator.vendor;

import io.recordsync.simulator.behaviour.BehaviourSetting;
import io.recordsync.simulator.faults.Faults;
import io.recordsync.simulator.quota.AccountPlan;
import io.recordsync.simulator.store.CrmStore;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

/**
 * The parts from which a vendor's behaviour is built.
 *
 * @param account the number of the account, from which a vendor makes its own id of it
 * @param behaviour how the system treats what it holds; its clock is the vendor's clock
 * @param random for tokens and correlation ids
 */
public record VendorContext(
        int account,
        AccountPlan plan,
        CrmStore store,
        Faults faults,
        BehaviourSetting behaviour,
        RandomGenerator random) {

    /** The vendor's own clock, which may differ from the right time. */
    public InstantSource clock() {
        return behaviour.clock();
    }

    /** Whether answers to writes contain nothing of what was written. */
    public BooleanSupplier silent() {
        return () -> behaviour.now().silent();
    }
}
