package io.recordsync.devstack.demo;

import io.recordsync.simulator.audit.SystemHistory;
import io.recordsync.simulator.quota.Counts;
import java.util.Map;
import java.util.OptionalLong;

/** A system that the demo syncs to. */
interface DemoSystem extends AutoCloseable {

    /** As rules name it: {@code salesforce}. */
    String name();

    /** What recordsync's environment must hold so that it uses this system. */
    Map<String, String> settings();

    /** What it holds now and did so far. */
    SystemHistory history();

    /** The calls that it has seen. */
    Counts counts();

    /** What its account allows a day. */
    OptionalLong dailyLimit();

    @Override
    void close();
}
