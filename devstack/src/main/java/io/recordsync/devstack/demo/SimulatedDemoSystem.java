package io.recordsync.devstack.demo;

import io.recordsync.simulator.audit.SystemHistory;
import io.recordsync.simulator.quota.AccountPlan;
import io.recordsync.simulator.quota.Counts;
import io.recordsync.simulator.vendor.Simulator;
import java.util.Map;
import java.util.OptionalLong;

/** A system of the demo that is simulated. */
record SimulatedDemoSystem(Simulator simulator) implements DemoSystem {

    @Override
    public String name() {
        return simulator.name();
    }

    @Override
    public String address() {
        return simulator.baseUrl();
    }

    @Override
    public Map<String, String> settings() {
        return simulator.settings();
    }

    @Override
    public SystemHistory history() {
        return SystemHistory.of(simulator);
    }

    @Override
    public Counts counts() {
        return simulator.counts();
    }

    @Override
    public OptionalLong dailyLimit() {
        long limit = simulator.plan().perDay();
        return limit < AccountPlan.UNLIMITED.perDay() ? OptionalLong.of(limit) : OptionalLong.empty();
    }

    @Override
    public void close() {
        simulator.close();
    }
}
