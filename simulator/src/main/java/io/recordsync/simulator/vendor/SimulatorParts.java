package io.recordsync.simulator.vendor;

import io.recordsync.simulator.behaviour.BehaviourSetting;
import io.recordsync.simulator.faults.Faults;
import io.recordsync.simulator.quota.CallMeter;
import io.recordsync.simulator.store.CrmStore;

/** The parts of one running simulated system. */
public record SimulatorParts(
        SimulatedSystem system,
        Vendor vendor,
        CrmStore store,
        Faults faults,
        BehaviourSetting behaviour,
        CallMeter meter) {}
