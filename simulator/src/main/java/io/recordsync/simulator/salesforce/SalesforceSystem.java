package io.recordsync.simulator.salesforce;

import io.recordsync.simulator.quota.AccountPlan;
import io.recordsync.simulator.vendor.ContactFields;
import io.recordsync.simulator.vendor.SimulatedKind;
import java.time.Duration;
import java.util.Map;

/** Salesforce: an Enterprise org without user licences. */
public final class SalesforceSystem {

    /** The client that the org accepts. */
    public static final SalesforceCredentials CLIENT =
            new SalesforceCredentials("recordsync-client", "recordsync-secret", Duration.ofHours(2));

    public static final SimulatedKind KIND = new SimulatedKind(
            "salesforce",
            8101,
            new ContactFields(
                    "FirstName",
                    "LastName",
                    SalesforceSchema.EMAIL,
                    "Phone",
                    "ContactType__c",
                    SalesforceSchema.EXTERNAL_ID),
            SalesforceSchema.ids(),
            AccountPlan.SALESFORCE_ENTERPRISE,
            context -> new SalesforceVendor(CLIENT, context),
            SalesforceSystem::settings);

    private SalesforceSystem() {}

    private static Map<String, String> settings(String prefix, String baseUrl) {
        return Map.of(
                prefix + "BASE_URL", baseUrl,
                prefix + "CLIENT_ID", CLIENT.clientId(),
                prefix + "CLIENT_SECRET", CLIENT.clientSecret());
    }
}
