package io.recordsync.simulator.vendor;

import io.recordsync.simulator.faults.Faults;
import io.recordsync.simulator.quota.AccountPlan;
import io.recordsync.simulator.store.CrmStore;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/**
 * The parts from which a vendor's behaviour is built.
 *
 * @param account the number of the account, from which a vendor makes its own id of it
 * @param random for tokens and correlation ids
 */
public record VendorContext(
        int account, AccountPlan plan, CrmStore store, Faults faults, InstantSource clock, RandomGenerator random) {}
