package io.recordsync.simulator.vendor;

import io.recordsync.simulator.quota.AccountPlan;
import io.recordsync.simulator.store.CrmStore;
import io.recordsync.simulator.store.IdSequence;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * A kind of system that can be simulated. {@code Simulators} lists all of them.
 *
 * @param name such as {@code salesforce}
 * @param port the usual port of a system that is named like its kind
 * @param contactFields the field names of the parts of a contact in the rule preset of this kind
 * @param plan the usual limits of an account
 * @param vendor makes the vendor's behaviour
 * @param settings the environment variables with which recordsync uses a simulator, addresses and credentials, by the
 *     prefix of their names, such as {@code SALESFORCE_}, and by the simulator's address
 */
public record SimulatedKind(
        String name,
        int port,
        ContactFields contactFields,
        IdSequence ids,
        AccountPlan plan,
        Function<VendorContext, Vendor> vendor,
        BiFunction<String, String, Map<String, String>> settings) {

    /** The fields by which a store identifies objects. */
    public CrmStore.Fields keys() {
        return new CrmStore.Fields(contactFields.recordId(), contactFields.email());
    }
}
