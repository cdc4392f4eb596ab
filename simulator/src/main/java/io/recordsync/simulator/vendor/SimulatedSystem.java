package io.recordsync.simulator.vendor;

import io.recordsync.simulator.quota.AccountPlan;
import io.recordsync.simulator.store.CrmStore;
import io.recordsync.simulator.store.IdSequence;
import java.util.Map;

/**
 * One system that can be simulated: how it is created, and recordsync's settings for it. {@code Simulators} lists all
 * of them.
 */
public interface SimulatedSystem {

    /** The system's name, such as {@code salesforce}. */
    String system();

    /** The default port. */
    int port();

    /** The fields by which its store identifies objects. */
    CrmStore.Fields keys();

    IdSequence ids();

    /** The default limits of the account. */
    AccountPlan plan();

    Vendor vendor(VendorParts parts);

    /** The environment variables with which recordsync uses this simulator: addresses and credentials. */
    Map<String, String> settings(String baseUrl);

    /** The field names of the parts of a contact in the rule preset of this system. */
    ContactFields contactFields();
}
