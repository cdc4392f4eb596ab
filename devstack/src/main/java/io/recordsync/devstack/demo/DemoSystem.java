package io.recordsync.devstack.demo;

import io.recordsync.simulator.audit.SystemHistory;
import io.recordsync.simulator.quota.Counts;
import java.util.Map;
import java.util.OptionalLong;

/** A system that the demo syncs to. */
interface DemoSystem extends AutoCloseable {

    /** The name that rules use, such as {@code salesforce}. */
    String name();

    /** Where a person finds the system's records: an address without secrets, or a folder. */
    String address();

    /** The settings with which recordsync uses this system. */
    Map<String, String> settings();

    /** What the system holds now, and what it has done so far. */
    SystemHistory history();

    /** The calls that the system has received. */
    Counts counts();

    /** The account's limit of calls a day. Empty if there is none. */
    OptionalLong dailyLimit();

    @Override
    void close();
}
