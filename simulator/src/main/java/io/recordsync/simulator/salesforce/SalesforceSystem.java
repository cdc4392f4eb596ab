package io.recordsync.simulator.salesforce;

import io.recordsync.simulator.quota.AccountPlan;
import io.recordsync.simulator.store.CrmStore;
import io.recordsync.simulator.store.IdSequence;
import io.recordsync.simulator.vendor.ContactFields;
import io.recordsync.simulator.vendor.SimulatedSystem;
import io.recordsync.simulator.vendor.Vendor;
import io.recordsync.simulator.vendor.VendorParts;
import java.time.Duration;
import java.util.Map;

/** Salesforce: an Enterprise org without user licences. */
public final class SalesforceSystem implements SimulatedSystem {

    /** The client that the org accepts. */
    public static final SalesforceCredentials CLIENT =
            new SalesforceCredentials("recordsync-client", "recordsync-secret", Duration.ofHours(2));

    @Override
    public String system() {
        return "salesforce";
    }

    @Override
    public int port() {
        return 8101;
    }

    @Override
    public CrmStore.Fields keys() {
        return SalesforceVendor.KEYS;
    }

    @Override
    public IdSequence ids() {
        return SalesforceSchema.ids();
    }

    @Override
    public AccountPlan plan() {
        return AccountPlan.SALESFORCE_ENTERPRISE;
    }

    @Override
    public Vendor vendor(VendorParts parts) {
        return new SalesforceVendor(CLIENT, parts);
    }

    @Override
    public Map<String, String> settings(String baseUrl) {
        return Map.of(
                "SALESFORCE_BASE_URL", baseUrl,
                "SALESFORCE_CLIENT_ID", CLIENT.clientId(),
                "SALESFORCE_CLIENT_SECRET", CLIENT.clientSecret());
    }

    @Override
    public ContactFields contactFields() {
        return new ContactFields("FirstName", "LastName", "Email", "Phone", "ContactType__c", "RecordsyncId__c");
    }
}
