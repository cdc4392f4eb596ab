package io.recordsync.simulator.vendor;

import io.recordsync.simulator.quota.AccountPlan;
import io.recordsync.simulator.store.CrmStore;
import io.recordsync.simulator.store.IdSequence;
import java.util.Map;

/** One system that can be simulated: how it is made, and what recordsync is told of it. {@code Simulators} lists them all. */
public interface SimulatedSystem {

    /** The system's name, such as {@code salesforce}. */
    String system();

    /** The port where nothing else is said. */
    int port();

    /** The fields by which its store tells objects apart. */
    CrmStore.Fields keys();

    IdSequence ids();

    /** The account's limits where nothing else is said. */
    AccountPlan plan();

    Vendor vendor(VendorParts parts);

    /** What recordsync's environment must hold so that it uses this simulator: addresses and credentials, by their names. */
    Map<String, String> settings(String baseUrl);

    /** Where the rule preset of this system alone puts the parts of a contact. */
    ContactFields contactFields();
}
